package fleet.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

  @Test
  void whateverACoordinatorAsksForIsBounded() {
    assertEquals(Duration.ofSeconds(5), Pace.bounded(Duration.ZERO));
    assertEquals(Duration.ofSeconds(600), Pace.bounded(Duration.ofSeconds(600)));
    assertEquals(Duration.ofHours(1), Pace.bounded(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void triesGetRarerAndStayBelowTheTimeThatIsStale() {
    Random random = new Random(1);
    Duration usual = Duration.ofMinutes(10);
    assertTrue(Pace.away(1, usual, random).compareTo(Duration.ofSeconds(75)) <= 0);
    for (int failures = 1; failures < 1000; failures++) {
      Duration wait = Pace.away(failures, usual, random);
      assertTrue(wait.compareTo(Duration.ofSeconds(45)) >= 0, wait::toString);
      assertTrue(wait.compareTo(Duration.ofSeconds(375)) <= 0, wait::toString);
    }
    assertTrue(Pace.away(9, usual, random).compareTo(Duration.ofSeconds(225)) >= 0);
  }

  @Test
  void aFullReportIsDueOnAChangeEveryHourAndWhenAskedFor() {
    Memory told = Memory.NONE.reported("same", AT);
    assertFalse(told.isDue("same", AT.plusSeconds(3599)));
    assertTrue(told.isDue("same", AT.plusSeconds(3600)));
    assertTrue(told.isDue("other", AT.plusSeconds(1)));
    assertTrue(told.isDue("same", AT.minusSeconds(1)), "the clock was set back");
    assertTrue(told.told(Pace.USUAL, true, Duration.ZERO).isDue("same", AT));
    assertFalse(told.told(Pace.USUAL, false, Duration.ZERO).isDue("same", AT));
    assertTrue(Memory.NONE.isDue("", AT));
  }

  @Test
  void timeComesByEitherClock() {
    Due due = Due.in(Duration.ofMinutes(10), () -> AT, () -> 0);
    // A laptop slept for an hour: its ticks stood still.
    assertFalse(due.left(() -> AT.plusSeconds(3600), () -> 0).isPositive());
    // The clock was set back an hour.
    assertFalse(
        due.left(() -> AT.minusSeconds(3600), () -> Duration.ofMinutes(10).toNanos()).isPositive());
    assertTrue(due.left(() -> AT.plusSeconds(599), () -> 1).isPositive());
  }
}
