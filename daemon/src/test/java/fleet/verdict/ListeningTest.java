package fleet.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock that verdicts go by. */
class ListeningTest {
  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration by(Times times) {
    return times.listening().by(times.now());
  }

  @Test
  void goesOnWhileMarksAreMade() {
    Times times = new Times().up(30);
    assertEquals(minutes(30), by(times));
    assertEquals(minutes(30), times.listening().up(times.now()));
  }

  @Test
  void goesOnBetweenMarks() {
    Times times = new Times().up(30);
    assertEquals(minutes(30).plusSeconds(7), times.listening().by(times.now().plusSeconds(7)));
  }

  @Test
  void standsStillInAnOutageEvenBeforeTheNextMark() {
    Times times = new Times().up(30).down(120);
    assertEquals(minutes(30), by(times));
    assertEquals(Duration.ZERO, times.listening().up(times.now()));
    times.up(5);
    assertEquals(minutes(35), by(times));
    assertEquals(minutes(5), times.listening().up(times.now()));
  }

  @Test
  void aRestartThatIsSoonOverIsNoGap() {
    Times times = new Times().up(30).down(0.5).up(1);
    assertEquals(minutes(31).plusSeconds(30), by(times));
    assertEquals(by(times), times.listening().up(times.now()));
  }

  @Test
  void aJumpForwardIsAGap() {
    assertEquals(minutes(40), by(new Times().up(30).clock(60).up(10)));
  }

  @Test
  void aJumpBackLosesNothing() {
    Times times = new Times().up(90).clock(-60);
    assertEquals(minutes(90), by(times));
    times.up(10);
    assertEquals(minutes(100), by(times));
    assertEquals(minutes(100), times.listening().up(times.now()), "it was up all the time");
  }

  @Test
  void aSmallStepBackWaitsForTheClock() {
    Times times = new Times().up(30).clock(-0.5);
    assertEquals(minutes(30), by(times));
    assertEquals(minutes(30), by(times.up(0.5)));
    assertEquals(minutes(31), by(times.up(1)));
  }

  @Test
  void severalCoordinatorsWhoseClocksDifferALittleListenNoFaster() {
    Times here = new Times();
    Listening shared = here.listening();
    for (int i = 0; i < 360; i++) {
      here.up(1.0 / 6);
      shared = shared.marked(here.now()).marked(here.now().minusSeconds(20));
    }
    assertEquals(minutes(60), shared.by(here.now()));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** Whatever happens to it, it never goes back and is the time that it was really up. */
  @ParameterizedTest
  @MethodSource("seeds")
  void isTheTimeUpThroughOutagesAndJumps(long seed) {
    var random = new SplittableRandom(seed);
    Times times = new Times();
    double up = 0;
    Duration before = Duration.ZERO;
    for (int i = 0; i < 60; i++) {
      double minutes = random.nextInt(2, 200);
      switch (random.nextInt(4)) {
        case 0 -> times.down(minutes);
        case 1 -> times.clock(minutes);
        case 2 -> times.clock(-minutes);
        default -> {
          times.up(minutes);
          up += minutes;
        }
      }
      times.up(0);
      assertTrue(by(times).compareTo(before) >= 0, "went back");
      before = by(times);
    }
    double lost = up - before.toSeconds() / 60.0;
    assertTrue(Math.abs(lost) <= 60 * 1.0, () -> "off by min: " + lost);
  }
}
