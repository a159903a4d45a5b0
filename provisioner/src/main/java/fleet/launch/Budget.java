package fleet.launch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a session may use up before it is stopped from outside.
 *
 * @param wall by the clock
 * @param quiet how long it may print nothing
 * @param errors how often the same error may come
 * @param repeats how many steps that are nearly the same may follow one another
 */
public record Budget(
    Duration wall,
    Duration quiet,
    int errors,
    int repeats,
    Optional<Long> tokens,
    Optional<BigDecimal> cost) {
  /** Longer than an agent may well be silent, which is 45 minutes. */
  public static final Budget USUAL =
      new Budget(
          Duration.ofHours(8), Duration.ofHours(1), 3, 12, Optional.empty(), Optional.empty());

  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smh])");
  private static final Pattern COUNT = Pattern.compile("([0-9]{1,12})([kM]?)");

  /** Less is no work at all. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(10);

  private static final long LEAST_TOKENS = 1000;
  private static final BigDecimal LEAST_COST = new BigDecimal("0.05");

  /**
   * As it is written: {@code wall=2h,tokens=500k,cost=5,quiet=30m,errors=3,repeats=12}.
   *
   * @throws IllegalArgumentException with a line for a person
   */
  public static Budget parse(String text) {
    Budget budget = USUAL;
    for (String part : text.split(",", -1)) {
      int at = part.indexOf('=');
      String name = part.substring(0, Math.max(at, 0)).strip();
      budget = budget.with(name, part.substring(at + 1).strip());
    }
    return budget;
  }

  private Budget with(String name, String value) {
    return switch (name) {
      case "wall" -> new Budget(time(name, value), quiet, errors, repeats, tokens, cost);
      case "quiet" -> new Budget(wall, time(name, value), errors, repeats, tokens, cost);
      case "errors" -> new Budget(wall, quiet, (int) count(name, value, 1), repeats, tokens, cost);
      case "repeats" -> new Budget(wall, quiet, errors, (int) count(name, value, 2), tokens, cost);
      case "tokens" ->
          new Budget(
              wall, quiet, errors, repeats, Optional.of(count(name, value, LEAST_TOKENS)), cost);
      case "cost" -> new Budget(wall, quiet, errors, repeats, tokens, Optional.of(money(value)));
      default ->
          throw new IllegalArgumentException(
              "wants wall=2h,quiet=1h,tokens=500k,cost=5,errors=3,repeats=12, or some of them");
    };
  }

  private static Duration time(String name, String value) {
    Matcher match = TIME.matcher(value);
    if (!match.matches()) {
      throw new IllegalArgumentException(name + " wants a time, as 90s, 30m or 2h");
    }
    long number = Long.parseLong(match.group(1));
    Duration time =
        switch (match.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (time.compareTo(LEAST_TIME) < 0) {
      throw new IllegalArgumentException(name + " is at least " + LEAST_TIME.toSeconds() + "s");
    }
    return time;
  }

  private static long count(String name, String value, long least) {
    Matcher match = COUNT.matcher(value);
    long unit =
        !match.matches()
            ? 0
            : match.group(2).isEmpty() ? 1 : match.group(2).equals("k") ? 1000 : 1_000_000;
    long count = unit == 0 ? -1 : Long.parseLong(match.group(1)) * unit;
    if (count < least) {
      throw new IllegalArgumentException(name + " wants a number from " + least + " on");
    }
    return count;
  }

  private static BigDecimal money(String value) {
    if (!value.matches("[0-9]{1,6}(\\.[0-9]{1,2})?")
        || new BigDecimal(value).compareTo(LEAST_COST) < 0) {
      throw new IllegalArgumentException("cost wants dollars, from " + LEAST_COST + " on");
    }
    return new BigDecimal(value);
  }

  /**
   * As the watch on the machine reads them, by the names of files. Where a person sits at the
   * terminal, time counts only if it was said.
   */
  Map<String, String> files(boolean headless) {
    Map<String, String> files = new LinkedHashMap<>();
    if (headless || !wall.equals(USUAL.wall)) {
      files.put("budget-wall", String.valueOf(wall.toSeconds()));
    }
    if (headless || !quiet.equals(USUAL.quiet)) {
      files.put("budget-quiet", String.valueOf(quiet.toSeconds()));
    }
    files.put("budget-errors", String.valueOf(errors));
    files.put("budget-repeats", String.valueOf(repeats));
    tokens.ifPresent(most -> files.put("budget-tokens", String.valueOf(most)));
    cost.ifPresent(most -> files.put("budget-cost", most.toPlainString()));
    return files;
  }
}
