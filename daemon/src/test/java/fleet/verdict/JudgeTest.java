package fleet.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.report.Condition;
import fleet.report.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts, their reasons, and since when. */
class JudgeTest {
  private static final Instant KNOWN = Instant.parse("2026-11-01T00:00:00Z");

  private static Standing machine(Heard heard, Condition... conditions) {
    return standing(Optional.of(heard), false, conditions);
  }

  private static Standing portable(Heard heard) {
    return standing(Optional.of(heard), true);
  }

  private static Standing standing(
      Optional<Heard> heard, boolean portable, Condition... conditions) {
    return new Standing(KNOWN, heard, portable, false, Optional.empty(), List.of(conditions));
  }

  private static Judged judged(Standing machine, Times times) {
    Judged judged = Judge.of(machine, times.listening(), times.now());
    assertEquals(
        judged.verdict(), Judge.verdict(machine, times.listening(), times.now()), "both ways");
    assertFalse(judged.why().isBlank() || judged.why().contains("\n"), judged::why);
    return judged;
  }

  private static Verdict verdict(Standing machine, Times times) {
    return judged(machine, times).verdict();
  }

  private static Condition condition(Severity severity, String reason, Instant since) {
    return new Condition(reason.replace(' ', '-'), severity, reason, since);
  }

  /** One promise of ten minutes; then silence while the coordinator is up. */
  @ParameterizedTest
  @CsvSource({
    "0,    HEALTHY,  HEALTHY",
    "10,   HEALTHY,  HEALTHY",
    "15,   HEALTHY,  HEALTHY",
    "15.1, LATE,     AWAY",
    "45,   LATE,     AWAY",
    "45.1, STALE,    AWAY",
    "1440, STALE,    AWAY",
    "43200, STALE,   AWAY",
    "43201, STALE,   STALE",
  })
  void silenceIsLateThenStaleAndAPortableMachineIsAway(
      double minutes, Verdict usual, Verdict portable) {
    Times times = new Times().up(30);
    Heard heard = times.beat(10);
    times.up(minutes);
    assertEquals(usual, verdict(machine(heard), times));
    assertEquals(portable, verdict(portable(heard), times));
  }

  @Test
  void aLongerPromiseIsLateLater() {
    Times times = new Times();
    Heard heard = times.beat(20);
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times.up(25)));
    assertEquals(Verdict.LATE, verdict(machine(heard), times.up(1)));
  }

  @Test
  void anOutageMakesNobodyStaleOrLate() {
    Times times = new Times().up(60);
    Heard heard = times.beat(10);
    times.up(9).down(120);
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times), "before its first mark");
    times.up(15);
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times), "it has time to come back");
    times.up(6);
    assertEquals(Verdict.LATE, verdict(machine(heard), times), "it had time to come back");
    times.up(15.5);
    assertEquals(Verdict.STALE, verdict(machine(heard), times), "9 minutes and 36.5");
  }

  @Test
  void whoWasHeardInTheLastSecondsBeforeAnOutageHasTimeToo() {
    Times times = new Times().up(60).down(9.0 / 60);
    Heard heard = times.beat(10);
    times.down(120).up(19.5);
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times));
  }

  @Test
  void aBeatAfterTheOutageIsHeldToItsPromise() {
    Times times = new Times().up(60).down(120).up(2);
    Heard heard = times.beat(8);
    assertEquals(Verdict.LATE, verdict(machine(heard), times.up(13.5)));
  }

  @Test
  void whoWasStaleBeforeARestartIsStaleAfterIt() {
    Times times = new Times();
    Heard heard = times.beat(10);
    times.up(50).down(3);
    assertEquals(Verdict.STALE, verdict(machine(heard), times));
  }

  @Test
  void aCoordinatorThatRestartsForEverFindsTheDeadAllTheSame() {
    Times times = new Times();
    Heard heard = times.beat(10);
    for (int i = 0; i < 10; i++) {
      times.up(5).down(5);
    }
    assertEquals(Verdict.STALE, verdict(machine(heard), times));
  }

  @Test
  void aJumpForwardMakesNobodyStale() {
    Times times = new Times().up(60);
    Heard heard = times.beat(10);
    times.up(8).clock(60);
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times));
    assertEquals(Verdict.HEALTHY, verdict(machine(heard), times.up(4)));
    assertEquals(Verdict.STALE, verdict(machine(heard), times.up(33.5)), "45.5 of listening");
  }

  @Test
  void aJumpBackHidesNoDeadMachine() {
    Times times = new Times().up(120);
    Heard dead = times.beat(10);
    times.up(30).clock(-60);
    assertEquals(Verdict.LATE, verdict(machine(dead), times.up(15)));
    for (int minute = 0; minute < 300; minute++) {
      assertEquals(Verdict.STALE, verdict(machine(dead), times.up(1)), "as its time comes again");
    }
  }

  @Test
  void aJumpBackMakesNobodyStaleAndTheReasonSaysSo() {
    Times times = new Times().up(120);
    Heard heard = times.beat(10);
    times.up(5).clock(-60);
    Judged judged = judged(machine(heard), times);
    assertEquals(Verdict.HEALTHY, judged.verdict());
    assertEquals("last beat 5 min ago (the coordinator's clock was put back 1 h)", judged.why());
  }

  @Test
  void pendingIsSaidBeforeAllElse() {
    Times times = new Times().up(5);
    var pending =
        new Standing(
            KNOWN,
            Optional.of(times.beat(10)),
            false,
            true,
            Optional.of(times.now().plusSeconds(60)),
            List.of());
    Judged judged = judged(pending, times.up(100));
    assertEquals(Verdict.PENDING, judged.verdict());
    assertEquals("waits for fleet machine approve", judged.why());
    assertEquals(KNOWN, judged.since());
  }

  @Test
  void mutedSaysUntilWhenAndWhatItWouldBe() {
    Times times = new Times();
    Heard heard = times.beat(10);
    times.up(52);
    Instant until = Instant.parse("2026-11-20T09:00:00Z");
    var muted =
        new Standing(KNOWN, Optional.of(heard), false, false, Optional.of(until), List.of());
    Judged judged = judged(muted, times);
    assertEquals(Verdict.MUTED, judged.verdict());
    assertEquals(
        "until 2026-11-20T09:00:00Z; else stale: no beat for 52 min, since 2026-11-20T08:00:00Z",
        judged.why());
    assertEquals(heard.at(), judged.since());
    assertEquals(Verdict.STALE, verdict(muted, times.up(8)), "until is over");
  }

  @Test
  void silentIsWhoWasNeverHeard() {
    Times times = new Times().up(60);
    Judged judged = judged(standing(Optional.empty(), true), times);
    assertEquals(Verdict.SILENT, judged.verdict());
    assertEquals("has never reported, a member for 19 d 9 h", judged.why());
    assertEquals(KNOWN, judged.since());
  }

  @Test
  void staleSaysWhatWasNotCounted() {
    Times times = new Times().up(10);
    Heard heard = times.beat(10);
    times.up(9).down(120).up(40);
    Judged judged = judged(machine(heard), times);
    assertEquals(Verdict.STALE, judged.verdict());
    assertEquals(
        "no beat for 49 min, since 2026-11-20T08:10:00Z (2 h not counted: nobody listened)",
        judged.why());
    assertEquals(heard.at(), judged.since());
  }

  @Test
  void lateSaysByHowMuchAndSinceItsPromise() {
    Times times = new Times().up(10);
    Heard heard = times.beat(10);
    Judged judged = judged(machine(heard), times.up(20));
    assertEquals(
        "its beat is 10 min overdue; the last one came 2026-11-20T08:10:00Z", judged.why());
    assertEquals(heard.expectedBy(), judged.since());
  }

  @Test
  void degradedSaysTheWorstAndTheOldest() {
    Times times = new Times();
    Instant early = KNOWN.plusSeconds(60);
    Instant later = KNOWN.plusSeconds(600);
    Condition info = condition(Severity.INFO, "no swap", KNOWN);
    Condition warning = condition(Severity.WARNING, "disk 91 %", early);
    Condition critical = condition(Severity.CRITICAL, "disk 99 %", later);
    assertEquals(Verdict.HEALTHY, verdict(machine(times.beat(10), info), times));
    assertEquals(
        new Judged(Verdict.DEGRADED, "disk 91 %", early),
        judged(machine(times.beat(10), info, warning), times));
    assertEquals(
        new Judged(Verdict.DEGRADED, "2 conditions, the worst: disk 99 %", early),
        judged(machine(times.beat(10), warning, info, critical), times));
  }

  @Test
  void troubleOfAClockThatIsAheadBeganNoLaterThanItWasHeard() {
    Times times = new Times();
    Heard heard = times.beat(10);
    Condition ahead = condition(Severity.WARNING, "hot", heard.at().plusSeconds(7200));
    assertEquals(heard.at(), judged(machine(heard, ahead), times).since());
  }

  @Test
  void silenceIsWorseThanTrouble() {
    Times times = new Times().up(30);
    Heard heard = times.beat(10);
    Condition critical = condition(Severity.CRITICAL, "disk 99 %", KNOWN);
    assertEquals(Verdict.DEGRADED, verdict(machine(heard, critical), times.up(15)));
    assertEquals(Verdict.LATE, verdict(machine(heard, critical), times.up(1)));
    assertEquals(Verdict.STALE, verdict(machine(heard, critical), times.up(30)));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /**
   * Outages, restarts and jumps at random; a machine that always comes in time and one that died.
   * Who comes is never late or stale; who is dead is late no later than stale, stale once 45
   * minutes were listened, and stays so.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void theLivingAreNeverStaleAndTheDeadAlwaysAre(long seed) {
    var random = new SplittableRandom(seed);
    Times times = new Times().up(random.nextInt(1, 100));
    Heard dead = times.beat(random.nextInt(8, 20));
    Heard living = dead;
    double listened = 0;
    List<String> story = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int minutes = random.nextInt(2, 180);
      switch (random.nextInt(6)) {
        case 0 -> {
          times.down(minutes);
          times.up(random.nextInt(1, 15));
          story.add("down " + minutes);
        }
        case 1 -> times.clock(minutes);
        case 2 -> times.clock(-minutes);
        default -> {
          int next = random.nextInt(8, 20);
          living = times.beat(next);
          times.up(next + random.nextInt(0, 5));
        }
      }
      listened = Judge.silence(dead, times.listening(), times.now()).toSeconds() / 60.0;
      String where = "seed %d after %s, listened %.1f".formatted(seed, story, listened);
      assertEquals(Verdict.HEALTHY, verdict(machine(living), times), where);
      assertEquals(listened > 45, verdict(machine(dead), times) == Verdict.STALE, where);
      living = times.beat(10);
    }
    assertTrue(listened > Duration.ofHours(5).toMinutes(), "the story is long enough");
  }
}
