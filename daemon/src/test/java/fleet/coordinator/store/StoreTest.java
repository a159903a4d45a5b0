package fleet.coordinator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.coordinator.Role;
import fleet.report.Condition;
import fleet.report.Severity;
import fleet.verdict.Heard;
import fleet.verdict.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does, whatever it stands on. */
abstract class StoreTest {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  abstract Store open();

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
  void aRevokedKeyIsDeadAtOnce() {
    String sha = "ab".repeat(32);
    try (Store store = open()) {
      assertTrue(!store.read(tables -> tables.keys().any()));
      store.write(
          tables -> {
            tables.keys().put(sha, Role.ADMIN, "me", Optional.empty(), NOON);
            return 0;
          });
      assertEquals(
          Optional.of(Role.ADMIN),
          store.read(tables -> tables.keys().actor(sha)).map(actor -> actor.role()));
      int ended = store.write(tables -> tables.keys().revoke(sha.substring(0, 16)));
      assertEquals(1, ended);
      assertEquals(Optional.empty(), store.read(tables -> tables.keys().actor(sha)));
    }
  }
}
