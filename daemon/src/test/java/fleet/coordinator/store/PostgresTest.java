package fleet.coordinator.store;

import static fleet.coordinator.store.StoreTest.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fleet.coordinator.Role;
import fleet.verdict.Heard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several coordinators on one PostgreSQL, and one that is away for a while. */
class PostgresTest {
  private static final String SHA = "ab".repeat(32);

  private String database;

  @BeforeEach
  void fresh() {
    assumeTrue(Postgres.installed().isPresent(), "no PostgreSQL: bin/setup installs it on Debian");
    database = Postgres.shared().database();
  }

  private Store open() {
    return Stores.open(database, Sample::troubles);
  }

  @Test
  void whatOneCoordinatorHeardTheOtherShows() {
    try (Store one = open();
        Store two = open()) {
      Sample.member(one, "mach_1", "m1");
      assertEquals(1, Sample.beats(two, "mach_1", NOON, Sample.full("a", 1, NOON, "disk-full")));
      assertEquals(1, Sample.beats(one, "mach_1", NOON, Sample.beat("a", 1)));
      assertEquals(2, Sample.beats(one, "mach_1", NOON.plusSeconds(9), Sample.beat("a", 2)));
      Tables.Line line = two.read(tables -> tables.board().lines()).getFirst();
      assertEquals(Optional.of(NOON.plusSeconds(9)), line.heard().map(Heard::at));
      assertEquals("disk-full", line.conditions().getFirst().type());
      assertEquals(List.of("a1", "a2"), Sample.stored(two, "mach_1"));
      two.write(
          tables ->
              tables.members().put(tables.members().byId("mach_1").orElseThrow(), "actor", NOON));
      long revision = one.read(tables -> tables.board().lines()).getFirst().member().revision();
      assertEquals(2, revision);
    }
  }

  @Test
  void theSameBeatsThroughTwoCoordinatorsAreStoredOnce() {
    try (Store one = open();
        Store two = open()) {
      for (int m = 0; m < 10; m++) {
        Sample.member(one, "mach_" + m, "m" + m);
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int m = 0; m < 10; m++) {
          for (Store store : List.of(one, two)) {
            String machine = "mach_" + m;
            threads.submit(
                () -> {
                  for (int i = 1; i <= 50; i++) {
                    Sample.beats(store, machine, NOON, Sample.beat("a", i));
                  }
                });
          }
        }
      }
      List<String> wanted = IntStream.rangeClosed(1, 50).mapToObj(i -> "a" + i).toList();
      for (int m = 0; m < 10; m++) {
        assertEquals(wanted, Sample.stored(one, "mach_" + m));
      }
    }
  }

  @Test
  void theAuditOfTwoCoordinatorsIsOneChain() {
    try (Store one = open();
        Store two = open()) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 100; i++) {
          Store store = i % 2 == 0 ? one : two;
          var entry = new Tables.Entry(NOON, "actor", "machine.mute", "m" + i, "ok", "corr_1");
          threads.submit(
              () ->
                  store.write(
                      tables -> {
                        tables.audit().add(entry);
                        return "";
                      }));
        }
      }
      List<Tables.Chained> all = one.read(tables -> tables.audit().from(1, 1000));
      AuditChain.Head head = two.read(tables -> tables.audit().head());
      assertEquals(100, head.count());
      assertEquals(
          new AuditChain.Verified.Whole(head), AuditChain.verify(AuditChain.START, all, head));
    }
  }

  @Test
  void aKeyThatOneCoordinatorRevokedDiesAtTheOther() throws Exception {
    try (Store one = open();
        Store two = open()) {
      one.write(
          tables -> {
            tables.keys().put(SHA, Role.ADMIN, "me", Optional.empty(), NOON);
            return "";
          });
      assertTrue(lives(two));
      int ended = one.write(tables -> tables.keys().revoke(SHA.substring(0, 16)));
      assertEquals(1, ended);
      assertFalse(lives(one));
      for (int i = 0; i < 600 && lives(two); i++) {
        Thread.sleep(100);
      }
      assertFalse(lives(two));
    }
  }

  private static boolean lives(Store store) {
    return store.read(tables -> tables.keys().actor(SHA)).isPresent();
  }

  @Test
  void itIsSaidThatTheDatabaseIsAwayAndItGoesOnWhenItIsBack() {
    try (Postgres server = Postgres.start("off")) {
      try (Store store = Stores.open(server.database(), Sample::troubles)) {
        Sample.member(store, "mach_1", "m1");
        Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1));
        server.stop();
        assertSays(
            "cannot be reached", () -> Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2)));
        assertSays("cannot be reached", () -> store.read(tables -> tables.board().lines()));
        server.again();
        assertEquals(2, atLast(() -> Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2))));
        assertEquals(List.of("a1", "a2"), atLast(() -> Sample.stored(store, "mach_1")));
      }
    }
  }

  /** The pool tries again some moments apart, and so does an agent. */
  private static <T> T atLast(Supplier<T> asked) {
    for (int i = 0; i < 100; i++) {
      try {
        return asked.get();
      } catch (CompletionException | StoreException e) {
        assertTrue(e.toString().contains("cannot be reached"), e::toString);
      }
    }
    throw new AssertionError("it does not come back");
  }

  @Test
  void aDatabaseThatTakesNoWritesIsSaid() {
    String name = database.replaceAll(".*/|[?].*", "");
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
    }
    Postgres.shared()
        .run("postgres", "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    assertSays("takes no writes", this::open);
    Postgres.shared()
        .run("postgres", "ALTER DATABASE " + name + " SET default_transaction_read_only = off");
    try (Store store = open()) {
      assertEquals(1, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1)));
    }
  }

  @Test
  void itsBackupIsPgDumps() {
    try (Store store = open()) {
      assertSays("pg_dump --format=custom", () -> store.backup(Path.of("/tmp/copy")));
    }
  }

  @Test
  void whatIsNotThereIsSaidWithoutThePassword() {
    String nowhere = database.replaceAll("/fleet[0-9]+[?]", "/nowhere?password=hunter2&");
    assertSays("createdb", () -> Stores.open(nowhere, Sample::troubles));
  }

  @Test
  void aPasswordThatIsMissingIsSaid() {
    Postgres.shared().run("postgres", "CREATE ROLE locked LOGIN PASSWORD 'hunter2'");
    String locked = database.replaceAll("user=[a-z]+", "user=locked");
    assertSays("~/.pgpass", () -> Stores.open(locked, Sample::troubles));
  }

  private static void assertSays(String wanted, Runnable work) {
    RuntimeException e = assertThrows(RuntimeException.class, work::run);
    Throwable said = e instanceof CompletionException ? e.getCause() : e;
    assertEquals(StoreException.class, said.getClass());
    assertTrue(said.getMessage().contains(wanted), said.getMessage());
    assertFalse(said.getMessage().contains("hunter2"), said.getMessage());
    assertEquals(1, said.getMessage().lines().count(), said.getMessage());
  }
}
