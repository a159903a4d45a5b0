package fleet.cli;

import fleet.playbook.NoPlaybookException;
import fleet.registry.BadSelectionException;
import fleet.wire.CoordinatorException;
import fleet.yaml.BadFileException;
import fleet.yaml.Shown;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Where fleet begins: finds the command, runs it, turns what goes wrong into one line. */
public final class Main {
  private Main() {}

  /** Nothing hooks the end, and an exit would open every jar to look for a logger to tell. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  static int run(String... arguments) {
    CommandLine fleet = new CommandLine(new Fleet());
    Commands.add(fleet, arguments);
    fleet.setExecutionExceptionHandler((e, _, _) -> failed(e));
    fleet.setParameterExceptionHandler((e, _) -> misused(e));
    fleet.setCaseInsensitiveEnumValuesAllowed(true);
    return fleet.execute(arguments);
  }

  /** The words of all commands. */
  public static List<String> commands() {
    return Commands.names();
  }

  /** The whole command line, every command loaded. */
  public static CommandLine whole() {
    CommandLine fleet = new CommandLine(new Fleet());
    Commands.addWhole(fleet);
    return fleet;
  }

  private static int misused(CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println("fleet: " + Mistyped.say(e) + " (see: " + command + " --help)");
    return Exit.USAGE;
  }

  private static int failed(Exception e) {
    if (isMistake(e)) {
      System.err.println(e instanceof BadFileException ? firstLine(e) : "fleet: " + firstLine(e));
      return Exit.USAGE;
    }
    if (e instanceof CoordinatorException) {
      System.err.println("fleet: " + firstLine(e));
      return Exit.FAILED;
    }
    if (e instanceof InterruptedException) {
      return Exit.INTERRUPTED;
    }
    System.err.println("fleet: this is a fault of fleet: " + firstLine(e) + keep(e));
    return Exit.FAILED;
  }

  /** Whether what was asked for or written cannot be, and nothing is broken. */
  private static boolean isMistake(Exception e) {
    return e instanceof BadFileException
        || e instanceof NoPlaybookException
        || e instanceof UsageException
        || e instanceof BadSelectionException;
  }

  /** A stack trace is for whoever mends fleet, not for whoever uses it. */
  private static String keep(Exception e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    Path file = Surroundings.here().state().resolve("fault.txt");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, trace.toString());
      return " (kept in " + file + ")";
    } catch (IOException | UncheckedIOException _) {
      return "";
    }
  }

  static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : Shown.oneLine(message.lines().findFirst().orElse(""));
  }
}
