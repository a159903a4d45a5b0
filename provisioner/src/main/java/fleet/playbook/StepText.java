package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.Position;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry under {@code steps}, read but not yet compiled.
 *
 * @param kind its word
 * @param arguments what stands behind the word
 * @param common what it says beside it
 * @param playbook whose settings and variables hold for it
 */
record StepText(
    Position at, String kind, YamlNode arguments, Common common, Playbook.Settings playbook) {
  static StepText read(YamlNode node, Playbook.Settings playbook) {
    List<String> common = PlaybookKeys.STEP.names();
    YamlMap map = node.asMap("a step");
    List<YamlMap.Entry> kinds =
        map.entries().stream().filter(entry -> !common.contains(entry.key().text())).toList();
    if (kinds.isEmpty()) {
      throw new BadFileException(map.at(), "this step has no kind, as in '- package: git'");
    }
    YamlMap.Entry kind = kinds.getFirst();
    Parameters parameters = Kinds.required(kind.key().at(), kind.key().text()).parameters();
    List<String> keys = new ArrayList<>(common);
    keys.add(kind.key().text());
    Fields fields = Fields.of(map, "a " + kind.key().text() + " step", keys);
    Common step = Common.read(fields);
    if (step.risk().needsGuard()) {
      revertible(kind, "fix", parameters.names(), "'risk: %s'".formatted(step.risk()));
    } else if (playbook.hardens()) {
      String because = "'playbook: %s'".formatted(playbook.playbook());
      revertible(kind, "fix", parameters.names(), because);
      revertible(kind, "run", parameters.names(), because);
    }
    return new StepText(kind.key().at(), kind.key().text(), kind.value(), step, playbook);
  }

  /**
   * What the user's own sh changes is guarded, and is a hardening, only with what the user says of
   * its end and its undo.
   */
  private static void revertible(
      YamlMap.Entry kind, String change, List<String> parameters, String because) {
    if (!(kind.value() instanceof YamlMap said) || said.get(change).isEmpty()) {
      return;
    }
    for (String needed : List.of("undo", "verify")) {
      if (parameters.contains(needed) && said.get(needed).isEmpty()) {
        throw new BadFileException(
            kind.key().at(),
            "a %s step with %s and a '%s' needs '%s'"
                .formatted(kind.key().text(), because, change, needed));
      }
    }
  }
}
