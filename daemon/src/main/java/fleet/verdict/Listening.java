package fleet.verdict;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a coordinator has listened, kept by the marks that it makes each few seconds while it is
 * up and can write. Silence counts by this time alone: it stands still while no coordinator is up,
 * and it neither jumps nor goes back when the clock does.
 *
 * @param mark the last mark, by the coordinator's clock
 * @param listened all the time listened until the mark
 * @param returned the time listened when the coordinator last came back from a gap
 */
public record Listening(Instant mark, Duration listened, Duration returned) {
  /** Between marks; a coordinator makes one each so often. */
  public static final Duration MARK = Duration.ofSeconds(10);

  /**
   * What lies further apart than this, as the clock tells it, is no stretch of listening: an outage
   * or a jump of the clock. Several coordinators of one database must agree this closely.
   */
  public static final Duration GAP = Duration.ofMinutes(1);

  /** The first mark that was ever made. */
  public static Listening from(Instant now) {
    return new Listening(now, Duration.ZERO, Duration.ZERO);
  }

  /** The next mark. */
  public Listening marked(Instant now) {
    if (now.equals(mark)) {
      return this;
    }
    Duration step = Duration.between(mark, now);
    if (step.compareTo(GAP) > 0) {
      return new Listening(now, listened, listened);
    }
    if (step.compareTo(GAP.negated()) < 0) {
      return new Listening(now, listened, returned);
    }
    return step.isNegative() ? this : new Listening(now, listened.plus(step), returned);
  }

  /** The time listened by now. */
  public Duration by(Instant now) {
    return marked(now).listened();
  }

  /** How long it has listened since it came back. */
  public Duration up(Instant now) {
    Listening then = marked(now);
    return then.listened().minus(then.returned());
  }
}
