package fleet.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fleet lab down}. */
@Command(
    name = "down",
    description = "Remove a lab and all that it made, in whatever state it is.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabDownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      defaultValue = "lab",
      description = "The lab's name (${DEFAULT-VALUE}).")
  private String name;

  @Override
  public Integer call() {
    try {
      String said = Lab.down(name) ? "lab " + name + " is gone" : "there was no lab " + name;
      spec.commandLine().getErr().println(said);
      return 0;
    } catch (LabException e) {
      spec.commandLine().getErr().println("fleet lab: " + e.getMessage());
      return 1;
    }
  }
}
