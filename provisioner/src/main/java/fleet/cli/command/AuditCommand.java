package fleet.cli.command;

import fleet.cli.coordinator.AuditVerifyCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet audit}: what was done at the coordinator, and by whom. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "What was done at the coordinator, and by whom: fleet audit verify.",
    subcommands = AuditVerifyCommand.class)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what: verify");
  }
}
