package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fleet coordinator}, where it does not run one. */
class CoordinatorCommandTest {
  @TempDir private Path folder;

  private Said coordinator(String... words) throws IOException {
    String[] all = new String[words.length + 1];
    all[0] = "coordinator";
    System.arraycopy(words, 0, all, 1, words.length);
    return Cli.in(folder).run(all);
  }

  private static void refused(String begin, Said said) {
    assertEquals(Exit.USAGE, said.exit(), said.err());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().startsWith(begin), said.err());
    assertEquals("", said.out());
  }

  @Test
  void whatCannotBeIsOneLine() throws IOException {
    refused(
        "fleet coordinator: 0.0.0.0 is beyond loopback and the tailnet",
        coordinator("--listen", "0.0.0.0:7070"));
    refused(
        "fleet coordinator: --database: a password on the command line",
        coordinator("--database", "jdbc:postgresql://h/d?password=x"));
    refused("fleet coordinator: --cert and --key", coordinator("--cert", "x"));
    refused(
        "fleet coordinator: there is no file",
        coordinator("--cert", "none", "--key", "none", "--listen", "127.0.0.1:0"));
  }

  @Test
  void whatIsBackedUpCanBeRestored() throws IOException {
    String data = folder.resolve("data").toString();
    Path backup = folder.resolve("b");
    refused("fleet: there is no ", coordinator("backup", "--data", data, "b"));
    try (Store store = Stores.sqlite(Path.of(data), _ -> List.of())) {
      put(store, "before");
      // as while a coordinator runs on it
      assertEquals(0, coordinator("backup", "--data", data, "b").exit());
      put(store, "after");
      refused("fleet: " + data + " is in use", coordinator("restore", "--data", data, "b"));
    }
    refused("fleet: ", coordinator("backup", "--data", data, "b"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
    assertEquals(0, coordinator("restore", "--data", data, "b").exit());
    try (Store store = Stores.sqlite(Path.of(data), _ -> List.of())) {
      assertEquals(Optional.of("before"), store.read(tables -> tables.documents().get("document")));
    }
  }

  private static void put(Store store, String text) {
    store.write(
        tables -> {
          tables.documents().put("document", text, Instant.now());
          return true;
        });
  }
}
