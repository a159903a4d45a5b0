package fleet.coordinator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.report.Beat;
import fleet.report.Condition;
import fleet.report.Severity;
import fleet.verdict.Heard;
import fleet.verdict.Listening;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store does with beats, whatever it stands on. */
@ParameterizedClass
@EnumSource
class StoreTest {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Parameter private Ground ground;
  @TempDir private Path dir;
  private String place;

  @BeforeEach
  void fresh() {
    place = ground.fresh(dir);
  }

  private Store open() {
    return Ground.open(place);
  }

  @Test
  void aRepeatedOrOlderNumberIsAcknowledgedAndNotStored() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      assertEquals(
          2, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1), Sample.beat("a", 2)));
      assertEquals(2, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1)));
      assertEquals(
          3, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2), Sample.beat("a", 3)));
      assertEquals(1, Sample.beats(store, "mach_1", NOON, Sample.beat("b", 1)));
      assertEquals(3, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 3)));
      assertEquals(List.of("a1", "a2", "a3", "b1"), Sample.stored(store, "mach_1"));
    }
  }

  @Test
  void whatWasStoredIsThereAfterARestart() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      Sample.beats(store, "mach_1", NOON, Sample.full("a", 1, NOON, "disk-full"));
      Sample.beats(store, "mach_1", NOON.plusSeconds(600), Sample.beat("a", 2));
      store.write(
          tables -> {
            tables.documents().put("mesh", "{}", NOON);
            return 0;
          });
    }
    try (Store store = open()) {
      assertEquals(2, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2)));
      Tables.Line line = store.read(tables -> tables.board().lines()).getFirst();
      assertEquals("m1", line.member().name());
      Instant at = NOON.plusSeconds(600);
      assertEquals(
          Optional.of(new Heard(at, at.plusSeconds(600), Duration.ofMillis(1234))), line.heard());
      assertEquals(
          List.of(new Condition("disk-full", Severity.WARNING, "disk-full", NOON)),
          line.conditions());
      assertEquals(
          Sample.full("a", 1, NOON, "disk-full").report(),
          store.read(tables -> tables.board().report("mach_1")));
      assertEquals(Optional.of("{}"), store.read(tables -> tables.documents().get("mesh")));
    }
  }

  @Test
  void theTimeListenedIsKeptAndStandsStillWhileNobodyMarksIt() {
    try (Store store = open()) {
      assertEquals(Listening.from(NOON), alive(store, NOON));
      assertEquals(Duration.ofSeconds(10), alive(store, NOON.plusSeconds(10)).listened());
    }
    try (Store store = open()) {
      Instant back = NOON.plusSeconds(7200);
      Duration listened = Duration.ofSeconds(10);
      assertEquals(new Listening(back, listened, listened), alive(store, back));
      assertEquals(
          new Listening(NOON, listened, listened), alive(store, NOON), "the clock was put back");
    }
  }

  private static Listening alive(Store store, Instant now) {
    return store.write(tables -> tables.uptime().alive(now));
  }

  @Test
  void aConditionKeepsItsBeginning() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      Sample.beats(store, "mach_1", NOON, Sample.full("a", 1, NOON, "disk-full"));
      Instant later = NOON.plusSeconds(3600);
      Sample.beats(store, "mach_1", later, Sample.full("a", 2, later, "disk-full", "no-tailscale"));
      assertEquals(List.of(NOON, later), since(store));
      Sample.beats(store, "mach_1", later, Sample.full("a", 3, later));
      assertEquals(List.of(), since(store));
      Instant ahead = later.plus(Duration.ofDays(9));
      Sample.beats(store, "mach_1", later, Sample.full("a", 4, ahead, "disk-full"));
      assertEquals(List.of(later), since(store));
    }
  }

  private static List<Instant> since(Store store) {
    return store.read(tables -> tables.board().line("mach_1")).orElseThrow().conditions().stream()
        .map(Condition::since)
        .toList();
  }

  @Test
  void beatsOfNoMemberAreRefusedAndTheOthersStored() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      var heard = new Heard(NOON, NOON, Duration.ZERO);
      var unknown = store.beats("mach_9", List.of(Sample.beat("a", 1)), heard);
      var known = store.beats("mach_1", List.of(Sample.beat("a", 1)), heard);
      assertEquals(1, known.join().number());
      assertThrows(RuntimeException.class, unknown::join);
    }
  }

  @Test
  void aWorkThatFailsLeavesNothing() {
    try (Store store = open()) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.write(
                  tables -> {
                    tables.documents().put("mesh", "half", NOON);
                    throw new IllegalStateException("no");
                  }));
      assertEquals(Optional.empty(), store.read(tables -> tables.documents().get("mesh")));
    }
  }

  @Test
  void whoLostBeatsIsAskedForAReport() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      assertTrue(taken(store, Sample.beat("a", 1)).wantsReport(), "none ever came");
      assertFalse(taken(store, Sample.full("a", 2, NOON)).wantsReport());
      assertFalse(taken(store, Sample.beat("a", 3)).wantsReport());
      assertTrue(taken(store, Sample.beat("a", 5)).wantsReport(), "4 is missing");
      assertTrue(taken(store, Sample.beat("a", 6)).wantsReport());
      assertFalse(taken(store, Sample.full("a", 7, NOON)).wantsReport());
      var dropped = new Beat("a", 8, NOON, 2, Optional.empty());
      assertTrue(taken(store, dropped).wantsReport());
      assertEquals(2, line(store).dropped());
    }
    try (Store store = open()) {
      assertTrue(taken(store, Sample.beat("a", 9)).wantsReport());
      assertEquals(2, line(store).dropped());
      assertFalse(taken(store, Sample.full("b", 1, NOON)).wantsReport());
    }
  }

  private static Store.Taken taken(Store store, Beat beat) {
    return store.beats("mach_1", List.of(beat), new Heard(NOON, NOON, Duration.ZERO)).join();
  }

  private static Tables.Line line(Store store) {
    return store.read(tables -> tables.board().line("mach_1")).orElseThrow();
  }

  @Test
  void aClockThatGoesBackLosesNothing() {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      for (int i = 1; i <= 30; i++) {
        Instant at = NOON.plusSeconds(i < 15 ? i : i - 3600);
        Sample.beats(store, "mach_1", at, Sample.beat("a", i));
      }
      List<String> wanted = IntStream.rangeClosed(1, 30).mapToObj(i -> "a" + i).toList();
      assertEquals(wanted, Sample.stored(store, "mach_1"));
      assertEquals(Optional.of(NOON.minusSeconds(3570)), line(store).heard().map(Heard::at));
    }
    try (Store store = open()) {
      assertEquals(30, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 30)));
      assertEquals(Optional.of(NOON.minusSeconds(3570)), line(store).heard().map(Heard::at));
    }
  }

  @Test
  void manyAtOnceAreStoredOnceEachInTheirOrder() throws Exception {
    try (Store store = open()) {
      for (int m = 0; m < 20; m++) {
        Sample.member(store, "mach_" + m, "m" + m);
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int twice = 0; twice < 40; twice++) {
          String machine = "mach_" + twice / 2;
          threads.submit(
              () -> {
                for (int i = 1; i <= 50; i++) {
                  Sample.beats(store, machine, NOON, Sample.beat("a", i));
                }
              });
        }
      }
      List<String> wanted = IntStream.rangeClosed(1, 50).mapToObj(i -> "a" + i).toList();
      for (int m = 0; m < 20; m++) {
        List<String> stored = Sample.stored(store, "mach_" + m);
        assertEquals(wanted, stored, "mach_" + m);
      }
    }
    try (Store store = open()) {
      assertEquals(20, store.read(tables -> tables.board().lines()).size());
      for (int m = 0; m < 20; m++) {
        assertEquals(50, Sample.beats(store, "mach_" + m, NOON, Sample.beat("a", 50)));
      }
    }
  }
}
