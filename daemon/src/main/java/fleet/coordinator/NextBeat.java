package fleet.coordinator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a machine is to come again. */
public final class NextBeat {
  private static final int LEAST = 480;
  private static final int MOST = 720;

  private final RandomGenerator random;

  public NextBeat(RandomGenerator random) {
    this.random = random;
  }

  public Duration next() {
    return Duration.ofSeconds(random.nextInt(LEAST, MOST + 1));
  }
}
