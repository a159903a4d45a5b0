package fleet.cli.command;

import fleet.lab.LabDownCommand;
import fleet.lab.LabSshCommand;
import fleet.lab.LabStatusCommand;
import fleet.lab.LabUpCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet lab}: throwaway machines to rehearse on. */
@Command(
    name = "lab",
    description = "Throwaway real Debian machines on this computer.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LabUpCommand.class,
      LabDownCommand.class,
      LabStatusCommand.class,
      LabSshCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say which: up, down, status or ssh");
  }
}
