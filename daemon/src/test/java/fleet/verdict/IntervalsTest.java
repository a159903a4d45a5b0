package fleet.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When machines are told to come again. */
class IntervalsTest {
  private static final int TRIES = 50_000;

  private static long[] seconds(int machines, Duration up) {
    var random = new SplittableRandom(machines);
    return LongStream.generate(() -> Intervals.next(machines, up, random).toSeconds())
        .limit(TRIES)
        .sorted()
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    // machines, minutes up, shortest, longest
    "1,          600,  480,  720",
    "1000,         0,  480,  720",
    "1000,       600,  480,  720",
    "100000,     600,  480,  720",
    "100000,       0,  480,  880",
    "100000,      19,  480,  880",
    "100000,      20,  480,  720",
    "250000,       1,  480, 1200",
    "400000,     600,  680,  920",
    "1000000,    600,  960, 1200",
    "1000000,      0,  960, 1200",
    "2000000000,   0,  960, 1200",
  })
  void liesBetween(int machines, int up, long shortest, long longest) {
    long[] seconds = seconds(machines, Duration.ofMinutes(up));
    assertEquals(shortest, seconds[0]);
    assertEquals(longest, seconds[TRIES - 1]);
    assertEquals((shortest + longest) / 2.0, Arrays.stream(seconds).average().orElseThrow(), 5);
  }

  @Test
  void twoMissedOnesAreNotStaleYet() {
    assertTrue(Intervals.LONGEST.multipliedBy(2).compareTo(Judge.STALE) < 0);
    assertTrue(Intervals.LONGEST.plus(Judge.GRACE).plus(Judge.RETURN).compareTo(Judge.STALE) < 0);
  }

  @Test
  void aFleetThatComesInOneMomentIsSpread() {
    int machines = 100_000;
    var random = new SplittableRandom(1);
    int[] arrivals = new int[2000];
    for (int i = 0; i < machines; i++) {
      arrivals[(int) Intervals.next(machines, Duration.ZERO, random).toSeconds()]++;
    }
    int peak = Arrays.stream(arrivals).max().orElseThrow();
    assertTrue(peak < 350, () -> peak + " a second");
  }

  @Test
  void aSeedGivesTheSameAgain() {
    var one = new SplittableRandom(7);
    var other = new SplittableRandom(7);
    for (int i = 0; i < 100; i++) {
      assertEquals(
          Intervals.next(50, Duration.ZERO, one), Intervals.next(50, Duration.ZERO, other));
    }
  }
}
