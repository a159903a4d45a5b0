package fleet.playbook;

import fleet.naming.ClassNames;
import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step kinds of this build, found by the names of their classes: {@code authorized-keys} is
 * {@code AuthorizedKeysKind}.
 */
public final class Kinds {
  private static final String PACKAGE = "fleet.playbook.kind";
  private static final String SUFFIX = "Kind";
  private static final int LONGEST = 30;

  private Kinds() {}

  /** Every word that may begin a step, in alphabetical order. */
  public static List<String> names() {
    return ClassNames.in(PACKAGE, Kinds.class).stream()
        .filter(name -> name.endsWith(SUFFIX) && name.length() > SUFFIX.length())
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .map(name -> name.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  /** The kind of that word. */
  public static Optional<StepKind> find(String word) {
    if (word.length() > LONGEST || !word.matches("[a-z]+(-[a-z]+)*")) {
      return Optional.empty();
    }
    String name =
        Stream.of(word.split("-"))
            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
            .collect(Collectors.joining("", PACKAGE + ".", SUFFIX));
    try {
      return Optional.of(
          Class.forName(name).asSubclass(StepKind.class).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " is no step kind", e);
    }
  }

  static StepKind required(Position at, String word) {
    return find(word)
        .orElseThrow(
            () ->
                new BadFileException(
                    at, "there is no step kind '" + word + "'" + DidYouMean.hint(word, names())));
  }
}
