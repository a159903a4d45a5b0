package fleet.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Watches for a clock that goes back: what came then would be dated before what is there. It says
 * no for a while, so that a clock that is set right again costs nothing, and after that it takes
 * the earlier time for the right one.
 */
public final class ClockGuard {
  private static final Duration NOTHING = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Instant latest = Instant.MIN;
  private Optional<Instant> backSince = Optional.empty();

  /** Why nothing can be dated now, in one line; none as a rule. */
  public synchronized Optional<String> refusal(Instant now) {
    boolean fine = latest.equals(Instant.MIN) || !now.isBefore(latest.minus(NOTHING));
    if (fine || waited(now).compareTo(PATIENCE) >= 0) {
      latest = fine && latest.isAfter(now) ? latest : now;
      backSince = Optional.empty();
      return Optional.empty();
    }
    return Optional.of(
        "the coordinator's clock went back by %d s: timedatectl set-ntp true (it is believed in %d s)"
            .formatted(
                Duration.between(now, latest).toSeconds(),
                PATIENCE.minus(waited(now)).toSeconds()));
  }

  private Duration waited(Instant now) {
    if (backSince.isEmpty() || now.isBefore(backSince.get())) {
      backSince = Optional.of(now);
    }
    return Duration.between(backSince.get(), now);
  }
}
