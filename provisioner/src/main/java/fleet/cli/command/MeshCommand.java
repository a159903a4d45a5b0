package fleet.cli.command;

import fleet.cli.mesh.ApplyCommand;
import fleet.cli.mesh.RevokeCommand;
import fleet.cli.mesh.VerifyCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet mesh}: every machine reaches every other. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    description = "Every machine reaches every other over SSH: fleet mesh verify.",
    subcommands = {ApplyCommand.class, VerifyCommand.class, RevokeCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class MeshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String known = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(spec.commandLine(), "say what: " + known);
  }
}
