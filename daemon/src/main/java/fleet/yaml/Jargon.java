package fleet.yaml;

import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What snakeyaml complains of (texts of version 2.7), said for a person. */
final class Jargon {
  private Jargon() {}

  static BadFileException plain(String name, YAMLException e) {
    if (!(e instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return new BadFileException(new Position(name, 1, 1), "this is not YAML: " + e.getMessage());
    }
    String problem = Optional.ofNullable(marked.getProblem()).orElse("");
    String context = Optional.ofNullable(marked.getContext()).orElse("");
    Mark found = marked.getProblemMark();
    Mark opened = Optional.ofNullable(marked.getContextMark()).orElse(found);
    // What is not closed is noticed lines later, but the mistake is where it opened.
    boolean notClosed =
        problem.contains("end of stream")
            || problem.contains("stream end")
            || (context.contains("flow") && opened.getLine() < found.getLine());
    return new BadFileException(
        position(name, notClosed ? opened : found), say(problem, context, notClosed));
  }

  static Position position(String name, Mark mark) {
    return new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String say(String problem, String context, boolean notClosed) {
    if (notClosed && context.contains("flow")) {
      return "this bracket is not closed, or a ',' is missing in it";
    }
    if (notClosed && context.contains("quoted")) {
      return "this quote is not closed";
    }
    if (problem.contains("(TAB)")) {
      return "a tab may not stand here: indent with spaces";
    }
    if (problem.contains("cannot start any token")) {
      return "a text may not begin with this character: quote it";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a ':' may not stand here: quote the text, or mend the indentation";
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return "a list item may not stand here: mend the indentation";
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "a ':' is missing behind the key, or a line is indented wrongly";
    }
    if (problem.startsWith("expected ',' or")) {
      return "a ',' or a closing bracket is missing before this";
    }
    if (problem.startsWith("expected <block end>")) {
      return "this does not line up with what stands above: mend the indentation or the quotes";
    }
    if (problem.startsWith("expected the node content")) {
      return "a key or a value is missing before this";
    }
    if (problem.startsWith("found unknown escape")) {
      return "this \\ escape is unknown: write \\\\ for a backslash, or use 'single quotes'";
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return "a text that begins with '*' or '&' must be quoted";
    }
    if (context.contains("tag") || problem.contains("tag handle")) {
      return "tags (!x) are not evaluated: quote a text that begins with '!'";
    }
    if (context.contains("directive") || problem.contains("directive")) {
      return "directives (%x) are not read: quote a text that begins with '%'";
    }
    return "this is not YAML: " + problem;
  }
}
