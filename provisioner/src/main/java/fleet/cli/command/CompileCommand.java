package fleet.cli.command;

import fleet.cli.Compilation;
import fleet.cli.Exit;
import fleet.cli.UsageException;
import fleet.cli.WholeFile;
import fleet.playbook.StandaloneScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  @Mixin private final Compilation compilation = new Compilation();

  @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "Names or paths.")
  private List<String> playbooks = List.of();

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
    StandaloneScript script = compilation.script(playbooks, withSecrets, Map.of());
    if (output == null) {
      if (script.secret()) {
        throw new UsageException("a script with secrets goes to a file of its own: add -o FILE");
      }
      System.out.print(script.text());
      System.out.flush();
      return Exit.OK;
    }
    WholeFile.write(output, script.text(), script.secret() ? "rw-------" : "rwxr-xr-x");
    System.err.println(
        output + ": for " + compilation.machine().name() + ", to be run with: sh FILE");
    if (script.secret()) {
      System.err.println(
          "fleet: " + output + " holds secrets: only you can read it; delete it after use");
    }
    return Exit.OK;
  }
}
