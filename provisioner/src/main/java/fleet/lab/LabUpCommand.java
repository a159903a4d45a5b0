package fleet.lab;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private LabOption lab;

  @Parameters(index = "0", paramLabel = "N", description = "How many machines.")
  private int machines;

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
    try {
      lab.out().println(Lab.up(options, lab::say).registry());
      return 0;
    } catch (LabException e) {
      return lab.failed(e);
    }
  }

  private Lab.Options options() {
    try {
      Home.state(lab.name());
      return new Lab.Options(lab.name(), machines, debians, mac, lan, true);
    } catch (LabException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
