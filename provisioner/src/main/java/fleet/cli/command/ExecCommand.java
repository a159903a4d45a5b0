package fleet.cli.command;

import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RemoteCommand;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet exec}: one command on many machines, equal outputs shown once. */
@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description =
        "Runs a command on machines and shows equal outputs once: fleet exec --on all -- uptime.")
public final class ExecCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "Behind --; its words are given as they are.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws InterruptedException {
    Members members = Members.meant(Surroundings.here(), registry, options.on());
    return new RemoteCommand(members, options).run(members.chosen(options, true), command);
  }
}
