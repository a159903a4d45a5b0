package fleet.cli.command;

import fleet.cli.launch.AttachCommand;
import fleet.cli.launch.CleanCommand;
import fleet.cli.launch.ListCommand;
import fleet.cli.launch.LogsCommand;
import fleet.cli.launch.StopCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet sessions}: what agents are at work, over the whole fleet. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = "Agents at work on all machines: fleet sessions list.",
    subcommands = {
      ListCommand.class,
      AttachCommand.class,
      LogsCommand.class,
      StopCommand.class,
      CleanCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SessionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(spec.commandLine(), "say what: " + known);
  }
}
