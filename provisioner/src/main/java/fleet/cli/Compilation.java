package fleet.cli;

import fleet.converge.Redactor;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.playbook.StandaloneScript;
import fleet.playbook.Step;
import fleet.registry.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Playbooks as one script for one machine: what {@code compile} and {@code publish} have in common.
 */
public final class Compilation {
  @Mixin private final CompileTarget target = new CompileTarget();

  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A variable of the playbooks, whatever they say of it.")
  private Map<String, String> vars = Map.of();

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "Only steps with one of these tags.")
  private List<String> tags = List.of();

  public RegistryOption registry() {
    return registry;
  }

  /** The machine that it is for. */
  public Machine machine() {
    return target.machine();
  }

  /**
   * The script.
   *
   * @param withSecrets whether secrets may be in it
   * @param otherwise variables for where nobody says anything of them
   */
  public StandaloneScript script(
      List<String> playbooks, boolean withSecrets, Map<String, String> otherwise) {
    Surroundings here = Surroundings.here();
    PlaybookReader reader;
    if (registry.exists(here)) {
      Members members = Members.of(here, registry);
      target.registered(members.fleet());
      reader = members.playbooks();
    } else {
      reader = new PlaybookReader(here.playbooks(Path.of("fleet.yaml")));
    }
    List<Playbook> read = playbooks.stream().map(name -> reader.read(name)).toList();
    List<Step> steps =
        new Compiler(read, Set.copyOf(tags), vars, otherwise)
            .compile(target.machine(), target.facts());
    List<Step> secret = steps.stream().filter(s -> s.secret() && s.skip().isEmpty()).toList();
    if (!secret.isEmpty() && !withSecrets) {
      throw new UsageException(
          "%s: the script would hold the secrets of this step; allow that with: --with-secrets -o FILE"
              .formatted(secret.getFirst().at()));
    }
    Redactor redactor =
        new Redactor(secret.stream().flatMap(step -> step.secrets().stream()).toList());
    return new StandaloneScript(
        playbooks,
        target.machine(),
        target.facts(),
        steps,
        target.command(playbooks, tags),
        redactor.forms(),
        redactor::redact);
  }
}
