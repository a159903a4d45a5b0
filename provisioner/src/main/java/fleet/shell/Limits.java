package fleet.shell;

import java.time.Duration;

/**
 * How long and how much a conversation may take.
 *
 * @param idle how long a machine may take to begin to answer, and to answer a sign of life
 * @param grace how long a fragment has to end after TERM, and again after KILL
 * @param out bytes of standard output kept of one fragment
 * @param err bytes of standard error kept of one fragment
 */
public record Limits(Duration idle, Duration grace, int out, int err) {
  public static Limits standard() {
    return new Limits(Duration.ofSeconds(30), Duration.ofSeconds(2), 4 << 20, 64 << 10);
  }
}
