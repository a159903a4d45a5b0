package fleet.mesh;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one route.
 *
 * @param leg which leg broke, counted from 1; absent where none did or none was tried
 * @param took how long it took, where it was tried
 */
public record Tested(Route route, Finding finding, Optional<Integer> leg, Optional<Duration> took) {
  public boolean ok() {
    return finding.ok();
  }

  static Tested not(Route route, String why) {
    return new Tested(
        route, new Finding(Reach.UNREACHABLE, why), Optional.empty(), Optional.empty());
  }
}
