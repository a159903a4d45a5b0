package fleet.cli.command;

import fleet.cli.CompileTarget;
import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.WholeFile;
import fleet.converge.Redactor;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.playbook.StandaloneScript;
import fleet.playbook.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet compile}: playbooks as one script for a machine that has only sh. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = {
      "Writes playbooks as one script for a machine that has only sh.",
      "Run there, it does and prints what an apply would; it takes --dry-run too."
    })
public final class CompileCommand implements Callable<Integer> {
  @Mixin private final CompileTarget target = new CompileTarget();

  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A variable of the playbooks, whatever they say of it.")
  private Map<String, String> vars = Map.of();

  @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "Names or paths.")
  private List<String> playbooks = List.of();

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "Only steps with one of these tags.")
  private List<String> tags = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the script to a file (default: standard output).")
  private @Nullable Path output;

  @Option(
      names = "--with-secrets",
      description =
          "Let steps with 'secret: true' into the script, which must then be kept secret.")
  private boolean withSecrets;

  @Override
  public Integer call() {
    StandaloneScript script = script();
    if (output == null) {
      if (script.secret()) {
        throw new UsageException("a script with secrets goes to a file of its own: add -o FILE");
      }
      System.out.print(script.text());
      System.out.flush();
      return Exit.OK;
    }
    WholeFile.write(output, script.text(), script.secret() ? "rw-------" : "rwxr-xr-x");
    System.err.println(output + ": for " + target.machine().name() + ", to be run with: sh FILE");
    if (script.secret()) {
      System.err.println(
          "fleet: " + output + " holds secrets: only you can read it; delete it after use");
    }
    return Exit.OK;
  }

  private StandaloneScript script() {
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
        new Compiler(read, Set.copyOf(tags), vars).compile(target.machine(), target.facts());
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
