package fleet.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long an agent waits. All of it is scattered, so that a fleet does not come at once. */
public final class Pace {
  /** Between beats, until a coordinator says otherwise. */
  public static final Duration USUAL = Duration.ofMinutes(10);

  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofHours(1);
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** Short enough that three tries and the longest interval fit into what is not stale yet. */
  private static final Duration LONGEST_AWAY = Duration.ofMinutes(5);

  private static final Duration REFUSED = Duration.ofMinutes(30);

  private Pace() {}

  /** What a coordinator asked for, within what is sane whoever it is. */
  public static Duration bounded(Duration asked) {
    if (asked.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return asked.compareTo(MOST) > 0 ? MOST : asked;
  }

  /** Before the first beat: machines start together after a blackout. */
  public static Duration first(RandomGenerator random) {
    return scattered(FIRST, 0, 1, random);
  }

  /** Before the coordinator is tried again, after so many tries without an answer. */
  public static Duration away(int failures, Duration interval, RandomGenerator random) {
    long seconds = Math.max(LEAST.toSeconds(), interval.toSeconds() / 10);
    long most = Math.min(LONGEST_AWAY.toSeconds(), interval.toSeconds() * 3 / 2);
    long doubled = seconds << Math.min(failures - 1, 20);
    return scattered(Duration.ofSeconds(Math.max(seconds, Math.min(most, doubled))), random);
  }

  /** Before a coordinator is asked again that knows this machine no more. */
  static Duration refused(RandomGenerator random) {
    return scattered(REFUSED, random);
  }

  private static Duration scattered(Duration mean, RandomGenerator random) {
    return scattered(mean, 0.75, 1.25, random);
  }

  private static Duration scattered(Duration mean, double from, double to, RandomGenerator random) {
    return Duration.ofMillis((long) (mean.toMillis() * random.nextDouble(from, to)));
  }
}
