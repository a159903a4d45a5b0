package fleet.lab;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which lab a subcommand is about, and where it speaks. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class LabOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--name",
      defaultValue = "lab",
      description = "The lab's name (${DEFAULT-VALUE}).")
  private String name;

  String name() {
    return name;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Says a line on standard error, at once. */
  void say(String line) {
    command.commandLine().getErr().println(line);
    command.commandLine().getErr().flush();
  }

  /** Says what went wrong, and that it did. */
  int failed(Exception why) {
    say("fleet lab: " + why.getMessage());
    return 1;
  }
}
