package fleet.cli.command;

import fleet.cli.machine.AddCommand;
import fleet.cli.machine.ApproveCommand;
import fleet.cli.machine.ListCommand;
import fleet.cli.machine.MuteCommand;
import fleet.cli.machine.RemoveCommand;
import fleet.cli.machine.TokenCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet machine}: the machines of the registry and of the coordinator. */
@Command(
    name = "machine",
    mixinStandardHelpOptions = true,
    description = "The machines of the registry and of the coordinator: fleet machine list.",
    subcommands = {
      ListCommand.class,
      AddCommand.class,
      ApproveCommand.class,
      MuteCommand.class,
      RemoveCommand.class,
      TokenCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class MachineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(spec.commandLine(), "say what: " + known);
  }
}
