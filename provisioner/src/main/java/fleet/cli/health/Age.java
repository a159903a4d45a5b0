package fleet.cli.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago, in two or three characters and a unit. */
final class Age {
  private Age() {}

  /** Nothing where the moment is not known; a moment to come is no age. */
  static String of(Optional<Instant> moment, Instant now) {
    return moment.map(at -> of(Duration.between(at, now))).orElse("-");
  }

  static String of(Duration age) {
    if (age.compareTo(Duration.ofSeconds(-5)) < 0) {
      return "future";
    }
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 120 * 60) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
