package fleet.cli;

import fleet.yaml.DidYouMean;
import fleet.yaml.Shown;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, for a person. */
final class Mistyped {
  private Mistyped() {}

  static String say(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return Main.firstLine(e);
    }
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      return "%s has no option %s%s"
          .formatted(command.qualifiedName(), Shown.quoted(word), near(word, options(command)));
    }
    if (command.parent() == null) {
      return "there is no command " + Shown.quoted(word) + DidYouMean.hint(word, Main.commands());
    }
    return "%s takes no %s%s"
        .formatted(
            command.qualifiedName(),
            Shown.quoted(word),
            near(word, List.copyOf(command.subcommands().keySet())));
  }

  private static List<String> options(CommandSpec command) {
    return command.optionsMap().keySet().stream().sorted().toList();
  }

  private static String near(String word, List<String> known) {
    return DidYouMean.nearest(word, known).map(name -> ": did you mean " + name + "?").orElse("");
  }
}
