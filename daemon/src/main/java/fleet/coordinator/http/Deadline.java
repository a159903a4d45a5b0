package fleet.coordinator.http;

import java.time.Duration;

/** Until when a connection's present doing must be over; read by the watch, which cuts it. */
final class Deadline {
  private static final Duration NEVER = Duration.ofDays(1);

  private volatile long nanos;

  Deadline(Duration first) {
    in(first);
  }

  void in(Duration time) {
    nanos = System.nanoTime() + time.toNanos();
  }

  /** While the work is ours and not the peer's. */
  void never() {
    in(NEVER);
  }

  Duration left() {
    return Duration.ofNanos(nanos - System.nanoTime());
  }
}
