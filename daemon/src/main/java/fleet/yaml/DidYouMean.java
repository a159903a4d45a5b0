package fleet.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a person probably meant. */
public final class DidYouMean {
  private static final int FARTHEST = 2;
  private static final int LISTED = 12;
  private static final int LONGEST = 64;

  private DidYouMean() {}

  /**
   * The nearest of the known names within two edits (a letter more, less, other, or two swapped),
   * and fewer than that for short names; case does not count.
   */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> distance(fold(wrong), fold(name)) <= allowed(wrong, name))
        .min(Comparator.comparingInt(name -> distance(fold(wrong), fold(name))));
  }

  /** The end of an error: {@code : did you mean 'x'?}, or else the names that there are. */
  public static String hint(String wrong, Collection<String> known) {
    return nearest(wrong, known)
        .map(name -> ": did you mean " + Shown.quoted(name) + "?")
        .orElseGet(() -> ": " + listed(known));
  }

  private static String listed(Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    String some = String.join(", ", known.stream().limit(LISTED).toList());
    return "known " + (known.size() == 1 ? "is " : "are ") + some + more(known.size());
  }

  private static String more(int total) {
    return total > LISTED ? " … (" + total + " in all)" : "";
  }

  private static int allowed(String wrong, String name) {
    return Math.min(FARTHEST, Math.max(wrong.length(), name.length()) / 2);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Damerau–Levenshtein, in its form without edits between swapped letters. */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > FARTHEST) {
      return FARTHEST + 1;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + other, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
