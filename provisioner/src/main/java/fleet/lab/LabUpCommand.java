package fleet.lab;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet lab up N}. */
@Command(
    name = "up",
    description = "Bring machines up; prints the path of their registry.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabUpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "N", description = "How many machines.")
  private int machines;

  @Option(
      names = "--name",
      defaultValue = "lab",
      description = "The lab's name (${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--debian",
      split = ",",
      defaultValue = "13",
      description = "Releases in turn: 12, 13 or 12,13 (${DEFAULT-VALUE}).")
  private List<Integer> debians;

  @Option(names = "--mac", description = "Add a stand-in Mac, mac1.")
  private boolean mac;

  @Option(
      names = "--lan",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Give machines a local network besides the tailnet (on by default).")
  private boolean lan;

  @Override
  public Integer call() {
    Lab.Options options = options();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Lab lab =
          Lab.up(
              options,
              line -> {
                err.println(line);
                err.flush();
              });
      spec.commandLine().getOut().println(lab.registry());
      return 0;
    } catch (LabException e) {
      err.println("fleet lab: " + e.getMessage());
      return 1;
    }
  }

  private Lab.Options options() {
    try {
      Home.state(name);
      return new Lab.Options(name, machines, debians, mac, lan, true);
    } catch (LabException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
