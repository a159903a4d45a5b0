package fleet.mesh;

import fleet.playbook.Compiler;
import fleet.playbook.Facts;
import fleet.playbook.PlaybookReader;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps of a playbook that was made here. */
final class Made {
  private Made() {}

  static List<Step> steps(
      PlaybookReader playbooks, YamlNode playbook, Machine machine, Facts facts) {
    var made = playbooks.made(Path.of("mesh"), playbook);
    return new Compiler(List.of(made), Set.of(), Map.of()).compile(machine, facts);
  }
}
