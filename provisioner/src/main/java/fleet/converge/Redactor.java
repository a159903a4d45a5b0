package fleet.converge;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secret values out of texts: as they are, as JSON or a shell writes them, in base64, and
 * pieces of long ones.
 */
public final class Redactor {
  private static final String MASK = "***";

  /** Shorter texts stand in too many innocent words. */
  private static final int SHORTEST = 4;

  /** What stands behind a name is masked alone too, if it is no mere number or flag. */
  private static final int SHORTEST_VALUE = 6;

  private static final Pattern VALUE = Pattern.compile("[^=:]{1,64}[=:]\\s*(\\S.*)");

  /** As many patterns can be tried on each line that a machine prints. */
  private static final int MOST_PATTERNS = 500;

  private final List<Pattern> patterns;
  private final List<String> forms;
  private final Pieces plain;
  private final Pieces encoded;

  public Redactor(Collection<String> secrets) {
    Set<String> all = new LinkedHashSet<>();
    secrets.stream()
        .flatMap(secret -> Stream.concat(Stream.of(secret.strip()), secret.lines()))
        .flatMap(Redactor::withValue)
        .filter(secret -> secret.length() >= SHORTEST)
        .forEach(all::add);
    patterns = all.stream().limit(MOST_PATTERNS).map(Spellings::pattern).toList();
    forms =
        all.stream()
            .flatMap(Spellings::literals)
            .filter(form -> form.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    plain = Pieces.of(16, all.stream());
    encoded = Pieces.of(8, all.stream().flatMap(Spellings::base64));
  }

  private static Stream<String> withValue(String line) {
    Matcher match = VALUE.matcher(line.strip());
    if (!match.matches()) {
      return Stream.of(line.strip());
    }
    String value = match.group(1).replaceAll("^[\"']|[\"',;]+$", "");
    return value.length() >= SHORTEST_VALUE
        ? Stream.of(line.strip(), value)
        : Stream.of(line.strip());
  }

  /** Every text that is taken out whole, the longest first, for who can only compare texts. */
  public List<String> forms() {
    return forms;
  }

  public String redact(String text) {
    BitSet hidden = new BitSet(text.length());
    for (Pattern pattern : patterns) {
      Matcher match = pattern.matcher(text);
      while (match.find()) {
        hidden.set(match.start(), match.end());
      }
    }
    plain.mark(text, hidden);
    encoded.mark(text, hidden);
    return hidden.isEmpty() ? text : masked(text, hidden);
  }

  private static String masked(String text, BitSet hidden) {
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(at)) {
      clean.append(text, at, from).append(MASK);
      at = hidden.nextClearBit(from);
    }
    return clean.append(text, at, text.length()).toString();
  }
}
