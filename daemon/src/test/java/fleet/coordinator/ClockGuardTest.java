package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockGuardTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final ClockGuard guard = new ClockGuard();

  private Optional<String> at(Duration fromNoon) {
    return guard.refusal(NOON.plus(fromNoon)).map(why -> why.replaceAll(":.*", ""));
  }

  @Test
  void aClockThatGoesOnIsFine() {
    assertEquals(Optional.empty(), at(Duration.ZERO));
    assertEquals(Optional.empty(), at(Duration.ofHours(5)));
    assertEquals(Optional.empty(), at(Duration.ofHours(5).minusSeconds(20)));
  }

  @Test
  void aClockThatWentBackIsRefusedUntilItIsRightAgain() {
    at(Duration.ZERO);
    assertEquals(
        Optional.of("the coordinator's clock went back by 3600 s"), at(Duration.ofHours(-1)));
    assertEquals(Optional.empty(), at(Duration.ofSeconds(10)));
  }

  @Test
  void aClockThatStaysBackIsBelievedInTheEnd() {
    at(Duration.ZERO);
    at(Duration.ofHours(-1));
    assertEquals(
        Optional.of("the coordinator's clock went back by 3360 s"),
        at(Duration.ofHours(-1).plusMinutes(4)));
    assertEquals(Optional.empty(), at(Duration.ofHours(-1).plusMinutes(5)));
    assertEquals(Optional.empty(), at(Duration.ofHours(-1).plusMinutes(6)));
  }

  @Test
  void aClockThatGoesBackAgainIsRefusedAgain() {
    at(Duration.ZERO);
    at(Duration.ofHours(-1));
    at(Duration.ofHours(-2));
    assertEquals(
        Optional.of("the coordinator's clock went back by 6960 s"),
        at(Duration.ofHours(-2).plusMinutes(4)));
    assertEquals(Optional.empty(), at(Duration.ofHours(-2).plusMinutes(5)));
  }
}
