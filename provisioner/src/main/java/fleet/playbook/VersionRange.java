package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of an operating system: {@code 13} is 13 and whatever follows a dot, {@code >=13} is at
 * least that, {@code <26} is below.
 */
record VersionRange(String text) {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,3}");

  static VersionRange read(Position at, String text) {
    if (!NUMBERS.matcher(text.replaceFirst("^(>=|<)", "")).matches()) {
      throw new BadFileException(at, "'version' is one as in '13', '22.04', '>=15' or '<26'");
    }
    return new VersionRange(text);
  }

  /** A version that is not known is in no range. */
  boolean holds(String version) {
    Matcher found = NUMBERS.matcher(version);
    if (!found.lookingAt()) {
      return false;
    }
    int[] bound = numbers(text.replaceAll("[>=<]", ""));
    int[] known = numbers(found.group());
    int[] have = Arrays.copyOf(known, Math.max(known.length, bound.length));
    if (text.startsWith(">=")) {
      return Arrays.compare(have, bound) >= 0;
    } else if (text.startsWith("<")) {
      return Arrays.compare(have, bound) < 0;
    }
    return Arrays.equals(Arrays.copyOf(have, bound.length), bound);
  }

  private static int[] numbers(String dotted) {
    return Arrays.stream(dotted.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
