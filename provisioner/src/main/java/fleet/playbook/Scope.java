package fleet.playbook;

import fleet.shell.Quote;
import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that references may use in one playbook on one machine; doubling the dollar makes a
 * literal.
 *
 * @param directory where the playbook lies, for files that it names
 */
record Scope(Map<String, String> names, String home, Path directory) {
  /** The form of a variable's name, which each shell takes too. */
  static final String NAME = "[a-z][a-z0-9_]{0,63}";

  /** Names of variables that fleet itself fills. */
  static final Set<String> FILLED = Set.of("machine", "address", "user", "home", "os", "arch");

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\{([^}]*)\\}?");

  Scope {
    names = Map.copyOf(names);
  }

  /** The text with every reference replaced by its value. */
  String expand(Position at, String text) {
    return text.indexOf('$') < 0
        ? text
        : REFERENCE
            .matcher(text)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        isLiteral(m) ? m.group().substring(1) : value(at, m.group(2))));
  }

  /**
   * Sh in which every reference stays one, to a shell variable that is set in front: a value never
   * becomes part of the text.
   */
  String script(Position at, String text) {
    Map<String, String> used = new TreeMap<>();
    String body =
        REFERENCE
            .matcher(text)
            .replaceAll(
                m -> {
                  if (!isLiteral(m)) {
                    used.put(m.group(2), value(at, m.group(2)));
                  }
                  return Matcher.quoteReplacement(
                      isLiteral(m) ? m.group().substring(1) : m.group());
                });
    StringBuilder script = new StringBuilder();
    used.forEach(
        (name, value) -> script.append(name).append('=').append(Quote.sh(value)).append('\n'));
    return script.append(body).toString();
  }

  /** Whether a variable may have that name. */
  static boolean isName(String name) {
    return name.matches(NAME);
  }

  /** The values that a text refers to. */
  Set<String> values(Position at, String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .filter(match -> !isLiteral(match))
        .map(match -> value(at, match.group(2)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isLiteral(MatchResult match) {
    return !match.group(1).isEmpty();
  }

  private String value(Position at, String name) {
    String value = names.get(name);
    if (value == null) {
      throw new BadFileException(
          at,
          "there is no variable %s%s; a ${…} of the shell's own is written $${…}"
              .formatted(Shown.quoted(name), DidYouMean.hint(name, new TreeSet<>(names.keySet()))));
    }
    return value;
  }
}
