package fleet.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A moment to come, by two clocks: the one of days also counts the hours in which a laptop slept,
 * and the other goes on when that one is set back.
 */
record Due(Instant at, long nanos) {
  static Due in(Duration wait, InstantSource clock, LongSupplier ticks) {
    return new Due(clock.instant().plus(wait), ticks.getAsLong() + wait.toNanos());
  }

  /** How long until then; zero or less if it has come. */
  Duration left(InstantSource clock, LongSupplier ticks) {
    Duration byDay = Duration.between(clock.instant(), at);
    Duration byTicks = Duration.ofNanos(nanos - ticks.getAsLong());
    return byDay.compareTo(byTicks) < 0 ? byDay : byTicks;
  }
}
