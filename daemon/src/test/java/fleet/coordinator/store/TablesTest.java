package fleet.coordinator.store;

import static fleet.coordinator.store.StoreTest.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.coordinator.Actor;
import fleet.coordinator.Member;
import fleet.coordinator.Role;
import fleet.verdict.Heard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store does with its tables, whatever it stands on. */
@ParameterizedClass
@EnumSource
class TablesTest {
  private static final String SHA = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);

  @Parameter private Ground ground;
  @TempDir private Path dir;
  private Store store;

  @BeforeEach
  void open() {
    store = Ground.open(ground.fresh(dir));
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  private void does(Store.Work<?> work) {
    store.write(
        tables -> {
          work.in(tables);
          return "";
        });
  }

  @Test
  void aMemberIsFoundByIdAndByEveryWayToWriteItsName() {
    Member put = Sample.member(store, "mach_1", "Mac1.local");
    assertEquals(1, put.revision());
    assertEquals(Optional.of(put), store.read(tables -> tables.members().byId("mach_1")));
    assertEquals(Optional.of(put), store.read(tables -> tables.members().byName("mac1")));
    assertEquals(Optional.empty(), store.read(tables -> tables.members().byName("mac2")));
    assertEquals(List.of(put), store.read(tables -> tables.members().all()));
    assertThrows(StoreException.class, () -> Sample.member(store, "mach_2", "MAC1"));
    assertEquals(List.of(put), store.read(tables -> tables.members().all()));
  }

  @Test
  void aChangeIsARevisionWithBeforeAndAfter() {
    Member first = Sample.member(store, "mach_1", "m1");
    var changed =
        new Member(
            "mach_1",
            Member.State.PENDING,
            first.registration(),
            Optional.of(Sample.registration("m1-new")),
            Optional.of(NOON.plusSeconds(60)),
            NOON,
            first.revision());
    Member put = store.write(tables -> tables.members().put(changed, "them", NOON.plusSeconds(1)));
    assertEquals(2, put.revision());
    assertEquals(Optional.of(put), store.read(tables -> tables.members().byId("mach_1")));
    List<Tables.Revision> revisions = store.read(tables -> tables.members().revisions("mach_1"));
    assertEquals(List.of(1L, 2L), revisions.stream().map(Tables.Revision::number).toList());
    assertEquals(Optional.empty(), revisions.getFirst().before());
    Tables.Revision second = revisions.getLast();
    assertEquals("them", second.actor());
    assertEquals(NOON.plusSeconds(1), second.at());
    assertEquals("approved", second.before().orElseThrow().path("state").asString());
    assertEquals("pending", second.after().path("state").asString());
    assertEquals("m1-new", second.after().path("proposed").path("hostname").asString());
  }

  @Test
  void aSecretIsNotKeptInARevisionNorInTheAudit() {
    String token = "ft_" + "S".repeat(43);
    var leaky =
        new Member(
            "mach_1",
            Member.State.PENDING,
            Sample.registration("m1 " + token),
            Optional.empty(),
            Optional.empty(),
            NOON,
            0);
    does(tables -> tables.members().put(leaky, "actor", NOON));
    does(
        tables -> {
          tables
              .audit()
              .add(new Tables.Entry(NOON, "a", "login", token, "Bearer " + token, "corr_1"));
          return "";
        });
    String kept =
        store.read(
            tables -> tables.members().revisions("mach_1").toString() + tables.audit().from(1, 10));
    assertFalse(kept.contains("SSSS"), kept);
    assertTrue(kept.contains("ssh-ed25519 AAAAC3Nza"), kept);
  }

  @Test
  void aRevokedKeyIsDeadAtOnce() {
    boolean any = store.read(tables -> tables.keys().any());
    assertFalse(any);
    putKey(SHA, Role.ADMIN, Optional.empty());
    putKey(OTHER, Role.MACHINE, Optional.of("mach_1"));
    var admin = new Actor(SHA.substring(0, 16), Role.ADMIN, Optional.empty());
    var machine = new Actor(OTHER.substring(0, 16), Role.MACHINE, Optional.of("mach_1"));
    for (int i = 0; i < 2; i++) {
      assertEquals(Optional.of(admin), store.read(tables -> tables.keys().actor(SHA)));
      assertEquals(Optional.of(machine), store.read(tables -> tables.keys().actor(OTHER)));
    }
    assertEquals(2, store.read(tables -> tables.keys().all()).size());

    int ended = store.write(tables -> tables.keys().revoke(SHA.substring(0, 16)));
    assertEquals(1, ended);
    assertEquals(Optional.empty(), store.read(tables -> tables.keys().actor(SHA)));
    assertEquals(Optional.of(machine), store.read(tables -> tables.keys().actor(OTHER)));
    ended = store.write(tables -> tables.keys().revokeMachine("mach_1"));
    assertEquals(1, ended);
    assertEquals(Optional.empty(), store.read(tables -> tables.keys().actor(OTHER)));
  }

  private void putKey(String sha256, Role role, Optional<String> machine) {
    does(
        tables -> {
          tables.keys().put(sha256, role, "mine", machine, NOON);
          return "";
        });
  }

  @Test
  void aKeyItselfIsNeverStored() {
    assertThrows(
        IllegalArgumentException.class,
        () -> putKey("fk_" + "x".repeat(43), Role.VIEWER, Optional.empty()));
  }

  @Test
  void ofTwoThatUseAJoinTokenAtOnceOneWins() throws Exception {
    for (int i = 0; i < 10; i++) {
      String token = "%064x".formatted(i);
      putJoin(token, NOON.plusSeconds(60));
      assertEquals(Optional.of("m1"), store.read(tables -> tables.joins().valid(token, NOON)));
      Callable<Optional<String>> use = () -> store.write(tables -> tables.joins().use(token, NOON));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Optional<String>> won = new ArrayList<>();
        for (var one : threads.invokeAll(List.of(use, use, use))) {
          won.add(one.get());
        }
        assertEquals(1, won.stream().filter(Optional::isPresent).count());
      }
      assertEquals(Optional.empty(), store.read(tables -> tables.joins().valid(token, NOON)));
    }
  }

  @Test
  void anExpiredJoinTokenIsWorthNothing() {
    putJoin(SHA, NOON);
    assertEquals(Optional.empty(), store.write(tables -> tables.joins().use(SHA, NOON)));
    assertEquals(Optional.empty(), store.write(tables -> tables.joins().use(OTHER, NOON)));
  }

  private void putJoin(String sha256, Instant expires) {
    does(
        tables -> {
          tables.joins().put(sha256, "m1", expires, "actor", NOON);
          return "";
        });
  }

  @Test
  void theAuditIsAChain() {
    for (int i = 1; i <= 5; i++) {
      var entry = new Tables.Entry(NOON.plusNanos(i), "a", "machine.mute", "m" + i, "ok", "corr_1");
      does(
          tables -> {
            tables.audit().add(entry);
            return "";
          });
    }
    List<Tables.Chained> all = store.read(tables -> tables.audit().from(1, 100));
    AuditChain.Head head = store.read(tables -> tables.audit().head());
    assertEquals(5, head.count());
    assertEquals(
        new AuditChain.Verified.Whole(head), AuditChain.verify(AuditChain.START, all, head));
    assertEquals(all.subList(2, 4), store.read(tables -> tables.audit().from(3, 2)));
    long total = store.read(tables -> tables.audit().total());
    assertEquals(5, total);
  }

  @Test
  void anAnswerIsGivenAgainForAnHour() {
    var replay = new Tables.Replay(SHA, 201, "{\"id\":1}");
    does(
        tables -> {
          tables.replays().keep("actor", "key", replay, NOON);
          return "";
        });
    assertEquals(Optional.of(replay), find("actor", "key", 3599));
    assertEquals(Optional.empty(), find("actor", "key", 3600));
    assertEquals(Optional.empty(), find("other", "key", 1));
    assertEquals(Optional.of(replay), find("actor", "key", -3600));
    var long64 = new Tables.Replay(SHA, 200, "é".repeat(32 * 1024 + 1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            does(
                tables -> {
                  tables.replays().keep("actor", "long", long64, NOON);
                  return "";
                }));
  }

  private Optional<Tables.Replay> find(String actor, String key, long after) {
    return store.read(tables -> tables.replays().find(actor, key, NOON.plusSeconds(after)));
  }

  @Test
  void historyIsThinnedAndTheRestPruned() {
    Sample.member(store, "mach_1", "m1");
    for (int i = 0; i < 40 * 24 * 6; i++) {
      Instant at = NOON.plus(Duration.ofMinutes(10L * i));
      var beat = Sample.beat("a", i + 1);
      var last = store.beats("mach_1", List.of(beat), new Heard(at, at, Duration.ZERO));
      if (i % 500 == 0) {
        last.join();
        store.thin(at);
      }
    }
    Instant end = NOON.plus(Duration.ofDays(40));
    store.thin(end);
    List<Tables.Past> kept =
        store.read(
            tables -> tables.history().of("mach_1", Instant.EPOCH, end.plus(Duration.ofDays(1))));
    List<Instant> heard = kept.stream().map(Tables.Past::heard).toList();
    assertEquals(heard.stream().sorted().toList(), heard);
    Instant yesterday = end.minus(Duration.ofDays(1));
    assertEquals(144, heard.stream().filter(at -> !at.isBefore(yesterday)).count());
    assertEquals(29 * 24, heard.stream().filter(at -> at.isBefore(yesterday)).count());
    assertEquals(5760, Sample.beats(store, "mach_1", end, Sample.beat("a", 5760)));
  }
}
