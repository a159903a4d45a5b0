package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.OperatorCommand;
import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet tmux}: the same terminal everywhere. */
@Command(
    name = "tmux",
    mixinStandardHelpOptions = true,
    description = "Gives machines the same tmux, terminals and dev-session: playbook tmux.")
public final class TmuxCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Instead of --on.")
  private List<String> machines = List.of();

  @Override
  public Integer call() throws InterruptedException {
    options.alsoOn(machines);
    return new PlaybookRun(registry, options)
        .otherwise("ghostty", ghostty())
        .run("tmux", List.of("tmux"), dryRun.mode(), false);
  }

  /** Ghostty's entry as this machine knows it, without the name of the file that it is from. */
  private static String ghostty() {
    return OperatorCommand.says("infocmp", "-x", "xterm-ghostty")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }
}
