package fleet.cli;

import fleet.naming.ClassNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The commands of this build, found by the names of their classes: {@code plan} is {@code
 * PlanCommand}. Only the one that is asked for is loaded, so that it starts fast.
 */
final class Commands {
  private static final String PACKAGE = "fleet.cli.command";
  private static final String SUFFIX = "Command";

  private Commands() {}

  static void add(CommandLine fleet, String... arguments) {
    Optional<Object> asked = arguments.length == 0 ? Optional.empty() : find(arguments[0]);
    if (asked.isPresent()) {
      fleet.addSubcommand(asked.get());
    } else {
      names().forEach(name -> fleet.addSubcommand(find(name).orElseThrow()));
    }
  }

  static List<String> names() {
    return ClassNames.in(PACKAGE).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()).toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static Optional<Object> find(String word) {
    if (!word.matches("[a-z]{1,30}")) {
      return Optional.empty();
    }
    String name =
        PACKAGE + "." + Character.toUpperCase(word.charAt(0)) + word.substring(1) + SUFFIX;
    try {
      return Optional.of(Class.forName(name).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " is no command", e);
    }
  }
}
