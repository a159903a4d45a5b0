package fleet.verdict;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a machine is to come again: 600 s ± 120 s, more where the fleet is so large that the beats
 * would be too many, and spread wider where all come back at once after an outage.
 */
public final class Intervals {
  /** The longest that is ever given; two of them fit into {@link Judge#STALE}. */
  public static final Duration LONGEST = Duration.ofMinutes(20);

  private static final long USUAL = 600;
  private static final long JITTER = 120;

  /** How many beats a second a whole fleet may make in the long run. */
  private static final int BEATS_PER_SECOND = 500;

  /** How long after its return a coordinator spreads those that come back. */
  private static final Duration RETURNING = LONGEST;

  private Intervals() {}

  /**
   * How long that machine is to wait.
   *
   * @param machines how many there are
   * @param up how long the coordinator has listened since it came back
   */
  public static Duration next(int machines, Duration up, RandomGenerator random) {
    long shortest =
        Math.clamp(machines / BEATS_PER_SECOND, USUAL, LONGEST.toSeconds() - JITTER) - JITTER;
    long width = 2 * JITTER;
    if (up.compareTo(RETURNING) < 0) {
      // As wide as brings a fleet that came in one moment down to half of what it may make.
      width = Math.clamp(2L * machines / BEATS_PER_SECOND, width, LONGEST.toSeconds() - shortest);
    }
    return Duration.ofSeconds(shortest + random.nextLong(width + 1));
  }
}
