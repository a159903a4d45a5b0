package fleet.cli;

import fleet.naming.ClassNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of this build, found by the names of their classes: {@code plan} is {@code
 * PlanCommand}. Only the one that is asked for is read whole, so that it starts fast; where none
 * is, the list of them needs no more than what each says of itself in a line.
 */
final class Commands {
  private static final String PACKAGE = "fleet.cli.command";
  private static final String SUFFIX = "Command";

  private Commands() {}

  /**
   * The command that is asked for; all where one may hide behind an option; else their outlines.
   */
  static void add(CommandLine fleet, String... arguments) {
    Optional<Class<?>> asked = arguments.length == 0 ? Optional.empty() : find(arguments[0]);
    if (asked.isPresent()) {
      fleet.addSubcommand(made(asked.get()));
    } else if (arguments.length > 1) {
      addWhole(fleet);
    } else {
      all().forEach(command -> fleet.addSubcommand(outline(command)));
    }
  }

  static void addWhole(CommandLine fleet) {
    all().forEach(command -> fleet.addSubcommand(made(command)));
  }

  static List<String> names() {
    return ClassNames.in(PACKAGE, Commands.class).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()).toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static List<Class<?>> all() {
    return names().stream().<Class<?>>map(name -> find(name).orElseThrow()).toList();
  }

  private static CommandLine outline(Class<?> command) {
    Command about = command.getAnnotation(Command.class);
    CommandSpec outline = CommandSpec.create().name(about.name());
    outline.usageMessage().description(about.description());
    return new CommandLine(outline);
  }

  private static Optional<Class<?>> find(String word) {
    if (!word.matches("[a-z]{1,30}")) {
      return Optional.empty();
    }
    String name =
        PACKAGE + "." + Character.toUpperCase(word.charAt(0)) + word.substring(1) + SUFFIX;
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    }
  }

  private static Object made(Class<?> command) {
    try {
      return command.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(command.getName() + " is no command", e);
    }
  }
}
