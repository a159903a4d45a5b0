package fleet.coordinator.store;

import static fleet.coordinator.store.StoreTest.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fleet.coordinator.Role;
import fleet.report.Beat;
import fleet.verdict.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to say of a store in a file: its disk, its lock, its copies. */
class SqliteTest {
  @TempDir private Path dir;

  private Store open() {
    return Stores.sqlite(dir.resolve("data"), Sample::troubles, Ground.SOON);
  }

  private static String refused(Runnable work) {
    RuntimeException e = assertThrows(RuntimeException.class, work::run);
    Throwable said = e instanceof CompletionException ? e.getCause() : e;
    assertEquals(StoreException.class, said.getClass(), said.toString());
    assertEquals(1, said.getMessage().lines().count(), said.getMessage());
    return said.getMessage();
  }

  private static void assertSays(String wanted, String said) {
    assertTrue(said.contains(wanted), said);
  }

  @Test
  void aFolderIsOneCoordinatorsAtATime() {
    try (Store _ = open()) {
      String said = refused(this::open);
      assertSays(
          "in use by the coordinator with process id " + ProcessHandle.current().pid(), said);
    }
    open().close();
  }

  @Test
  void othersReadNothingOfIt() throws IOException {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      Path data = dir.resolve("data");
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
      store.backup(dir.resolve("copy"));
      for (Path file :
          List.of(dir.resolve("copy"), data.resolve("fleet.db"), data.resolve("fleet.db-wal"))) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void aBackupIsTakenInUseAndRestored() {
    Path copy = dir.resolve("copy");
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      for (int i = 1; i <= 30; i++) {
        Sample.beats(store, "mach_1", NOON, Sample.beat("a", i));
      }
      var meanwhile =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 31; i <= 200; i++) {
                  Sample.beats(store, "mach_1", NOON, Sample.beat("a", i));
                }
              });
      store.backup(copy);
      meanwhile.join();
      assertSays("is there already", refused(() -> store.backup(copy)));
      assertSays("in use", refused(() -> Stores.restore(copy, dir.resolve("data"))));
      assertEquals(200, Sample.stored(store, "mach_1").size());
    }
    Stores.restore(copy, dir.resolve("data"));
    try (Store store = open()) {
      int kept = Sample.stored(store, "mach_1").size();
      assertTrue(kept >= 30 && kept <= 200, kept + " beats");
      assertEquals(kept, Sample.beats(store, "mach_1", NOON, Sample.beat("a", kept)));
      var next = List.of(Sample.beat("a", 201));
      var taken = store.beats("mach_1", next, new Heard(NOON, NOON, Duration.ZERO)).join();
      assertEquals(kept < 200, taken.wantsReport());
    }
    Stores.restore(dir.resolve("data/fleet.db.before-restore"), dir.resolve("again"));
    try (Store store = Stores.sqlite(dir.resolve("again"), Sample::troubles)) {
      assertEquals(200, Sample.stored(store, "mach_1").size());
    }
  }

  @Test
  void whatIsNoBackupIsRefusedAndNothingTouched() throws IOException {
    open().close();
    byte[] before = Files.readAllBytes(dir.resolve("data/fleet.db"));
    Path nonsense = Files.writeString(dir.resolve("nonsense"), "no database".repeat(1000));
    Path data = dir.resolve("data");
    assertSays("no whole backup", refused(() -> Stores.restore(nonsense, data)));
    assertSays("is no file", refused(() -> Stores.restore(dir.resolve("none"), data)));
    byte[] bytes = before.clone();
    Arrays.fill(bytes, 4096, 3 * 4096, (byte) 7);
    Path damaged = Files.write(dir.resolve("damaged"), bytes);
    refused(() -> Stores.restore(damaged, data));
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(data.resolve("fleet.db"))));
  }

  @Test
  void theFileDoesNotGrowForEver() throws IOException {
    try (Store store = open()) {
      for (int m = 0; m < 20; m++) {
        Sample.member(store, "mach_" + m, "m" + m);
      }
      long[] sizes = new long[6];
      long number = 0;
      for (int day = 0; day < 60; day++) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          number++;
          Instant at = NOON.plus(Duration.ofHours(24L * day + i));
          List<Beat> beats =
              List.of(
                  i == 0 ? Sample.full("a", number, at, "disk-full") : Sample.beat("a", number));
          for (int m = 0; m < 20; m++) {
            all.add(store.beats("mach_" + m, beats, new Heard(at, at, Duration.ZERO)));
          }
        }
        all.forEach(CompletableFuture::join);
        store.thin(NOON.plus(Duration.ofDays(day + 1)));
        sizes[day / 10] = Files.size(dir.resolve("data/fleet.db"));
      }
      assertTrue(sizes[5] <= sizes[4] * 11 / 10, Arrays.toString(sizes));
      store.thin(NOON.plus(Duration.ofDays(400)));
      store.backup(dir.resolve("copy"));
    }
    // What is kept free for what comes next is a hundred pages.
    long room = 110 * 4096L + Files.size(dir.resolve("copy"));
    long size = Files.size(dir.resolve("data/fleet.db"));
    assertTrue(size <= room, size + " bytes, and " + room + " are enough");
  }

  @Test
  void aFullDiskIsSaidAndItGoesOnWhenThereIsRoom() throws Exception {
    Path small = Files.createDirectory(dir.resolve("small"));
    assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString()), "no mount");
    try (Store store = Stores.sqlite(small.resolve("data"), Sample::troubles)) {
      Sample.member(store, "mach_1", "m1");
      Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1));
      assertFalse(ran("dd", "if=/dev/zero", "of=" + small.resolve("filler"), "bs=4096"));
      long number = 2;
      String said = "";
      while (said.isEmpty() && number < 100_000) {
        try {
          Sample.beats(store, "mach_1", NOON, Sample.full("a", number, NOON, "disk-full"));
          number++;
        } catch (CompletionException e) {
          said = refused(() -> Sample.beats(store, "mach_1", NOON, Sample.beat("a", 100_000)));
        }
      }
      assertSays("the disk of " + small.resolve("data") + " is full", said);
      assertEquals(1, store.read(tables -> tables.board().lines()).size());
      refused(() -> putKey(store));

      Files.delete(small.resolve("filler"));
      putKey(store);
      assertEquals(number, Sample.beats(store, "mach_1", NOON, Sample.beat("a", number)));
      assertEquals(number, Sample.stored(store, "mach_1").size());
    } finally {
      assertTrue(ran("umount", small.toString()));
    }
  }

  private static void putKey(Store store) {
    store.write(
        tables -> {
          tables.keys().put("ab".repeat(32), Role.VIEWER, "me", Optional.empty(), NOON);
          return "";
        });
  }

  @Test
  void aFileThatTakesNoWritesIsSaidAndItGoesOnWhenItDoes() throws Exception {
    try (Store store = open()) {
      Sample.member(store, "mach_1", "m1");
      Sample.beats(store, "mach_1", NOON, Sample.beat("a", 1));
      String log = dir.resolve("data/fleet.db-wal").toString();
      assumeTrue(ran("chattr", "+i", log), "no chattr here");
      String said;
      try {
        said = refused(() -> Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2)));
        assertEquals(1, store.read(tables -> tables.board().lines()).size());
      } finally {
        assertTrue(ran("chattr", "-i", log));
      }
      assertSays("takes no writes", said);
      assertEquals(2, Sample.beats(store, "mach_1", NOON, Sample.beat("a", 2)));
      assertEquals(List.of("a1", "a2"), Sample.stored(store, "mach_1"));
    }
  }

  @Test
  void aReadOnlyDiskIsSaidAtTheStart() throws Exception {
    Path small = Files.createDirectory(dir.resolve("small"));
    assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()), "no mount");
    try {
      Stores.sqlite(small.resolve("data"), Sample::troubles).close();
      assertTrue(ran("mount", "-o", "remount,ro", small.toString()));
      String said = refused(() -> Stores.sqlite(small.resolve("data"), Sample::troubles));
      assertSays("cannot write in " + small.resolve("data"), said);
    } finally {
      assertTrue(ran("umount", small.toString()));
    }
  }

  private static boolean ran(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return process.exitValue() == 0;
  }
}
