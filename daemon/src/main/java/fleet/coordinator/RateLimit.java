package fleet.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many of something in each minute of the clock, for each of many. */
public final class RateLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int most;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private Instant since = Instant.EPOCH;

  public RateLimit(int most) {
    this.most = most;
  }

  /**
   * What is left.
   *
   * @param remaining negative where it was too much
   */
  public record Left(int limit, int remaining, Duration reset) {
    public boolean allowed() {
      return remaining >= 0;
    }
  }

  /** Counts one more. */
  public Left take(String who, Instant now) {
    Duration gone = begun(now);
    int taken = counts.merge(who, 1, (a, b) -> Math.min(a + b, most + 1));
    return new Left(most, most - taken, WINDOW.minus(gone));
  }

  /** How long the present minute lasts already; forgets the one before. */
  private synchronized Duration begun(Instant now) {
    Duration gone = Duration.between(since, now);
    if (gone.isNegative() || gone.compareTo(WINDOW) >= 0) {
      counts.clear();
      since = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 60L) * 60);
      return Duration.between(since, now);
    }
    return gone;
  }
}
