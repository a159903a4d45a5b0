package fleet.verdict;

import java.time.Duration;
import java.time.Instant;

/**
 * When a machine's last beat arrived, and what it was told.
 *
 * @param at by the coordinator's clock, to be shown; that clock may have jumped since
 * @param expectedBy when the machine was told to come again
 * @param listened the time listened by then, which alone tells how long the silence is
 */
public record Heard(Instant at, Instant expectedBy, Duration listened) {
  /** A beat that arrives now. */
  public static Heard of(Listening listening, Instant now, Duration next) {
    return new Heard(now, now.plus(next), listening.by(now));
  }

  /** How long the machine may be silent, as it was told. */
  Duration promise() {
    return Duration.between(at, expectedBy);
  }
}
