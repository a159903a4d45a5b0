package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.cli.health.HealthSchema;
import fleet.health.FakeCoordinator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code fleet health} prints and ends with; its coordinator is a hand-written fake. */
class HealthCommandTest {
  private static final Map<String, String> KEY =
      Map.of("FLEET_COORDINATOR_KEY", FakeCoordinator.KEY);

  @TempDir private Path folder;

  private void registry(String coordinator) throws IOException {
    Files.writeString(
        folder.resolve("fleet.yaml"),
        """
        fleet: f
        coordinator: %s
        defaults: {user: dev}
        machines:
          m1: {address: 127.0.0.1, port: 1}
          m2: {address: 127.0.0.2, port: 1}
        """
            .formatted(coordinator));
  }

  private Said health(Map<String, String> environment, String... more) throws IOException {
    List<String> words = new java.util.ArrayList<>(List.of("health"));
    words.addAll(List.of(more));
    return Cli.in(folder).run(environment, words.toArray(String[]::new));
  }

  private static JsonNode document(Said said) {
    HealthSchema.holds(said.out());
    return JsonMapper.shared().readTree(said.out());
  }

  @Test
  void theCoordinatorTells() throws Exception {
    try (FakeCoordinator fake = new FakeCoordinator()) {
      registry(fake.url());
      Instant now = Instant.now();
      String m1 = FakeCoordinator.item(now, "m1", "127.0.0.1", "{\"registration\":{}}");
      String m2 = FakeCoordinator.item(now, "m2", "127.0.0.2", "{\"registration\":{}}");
      fake.lists(now, m1, m2);
      Said well = health(KEY, "--json");
      assertEquals(0, well.exit(), well::toString);
      assertEquals("2 of 2 healthy\n", well.err());
      assertEquals(41, document(well).at("/machines/items/0/disk/items/0/percent").asInt());
      Said table = health(KEY);
      assertTrue(table.out().endsWith("2 of 2 healthy\n"), table::toString);
      fake.lists(now, m1);
      Said lost = health(KEY, "--json");
      assertEquals(3, lost.exit(), lost::toString);
      assertEquals("silent", document(lost).at("/machines/items/0/verdict").asString());
    }
  }

  @Test
  void whereTheCoordinatorCannotTellNothingIsWell() throws Exception {
    registry("http://127.0.0.1:1");
    Said said = health(KEY, "--json");
    assertEquals(1, said.exit(), said::toString);
    assertEquals(2, document(said).at("/machines/total").asInt());
    assertEquals("unknown", document(said).at("/machines/items/1/verdict").asString());
    assertEquals(
        "fleet: the coordinator http://127.0.0.1:1: Connection refused; the machines themselves: fleet health --live\n"
            + "0 of 2 healthy, 2 unknown; failures: 1 TRANSIENT\n",
        said.err());
  }

  @Test
  void theMachinesThemselvesAreAskedWhereThatIsWanted() throws Exception {
    registry("http://127.0.0.1:1");
    Said said = health(Map.of(), "--live", "--json");
    assertEquals(3, said.exit(), said::toString);
    assertEquals(
        "path dead: the machine is up, and its sshd is not: 127.0.0.1 port 1: Connection refused",
        document(said).at("/machines/items/0/why").asString());
    assertTrue(said.err().contains("not one machine can be reached"), said.err());
    Path memory = folder.resolve(".local/state/fleet/health/f.json");
    assertEquals("rw-------", mode(memory));
    String since = document(said).at("/machines/items/0/since").asString();
    Said later = health(Map.of(), "--live", "--json");
    assertEquals(since, document(later).at("/machines/items/0/since").asString());
  }

  private static String mode(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  @Test
  void whatCannotBeAskedForIsRefused() throws Exception {
    registry("http://127.0.0.1:1");
    for (String[] words :
        List.of(
            new String[] {"--watch", "--json"},
            new String[] {"--watch", "0"},
            new String[] {"--watch=often"},
            new String[] {"--on", "nobody"})) {
      Said said = health(KEY, words);
      assertEquals(2, said.exit(), said::toString);
      assertEquals(1, said.err().lines().count(), said::toString);
    }
    Said keyless = health(Map.of());
    assertEquals(2, keyless.exit(), keyless::toString);
    assertTrue(keyless.err().contains("fleet coordinator login"), keyless.err());
  }

  @Test
  void aMemoryThatCannotBeWrittenIsToldAndNothingElseIsLost() throws Exception {
    registry("http://127.0.0.1:1");
    Files.createDirectories(folder.resolve(".local/state/fleet"));
    Files.writeString(folder.resolve(".local/state/fleet/health"), "in the way");
    Said said = health(Map.of(), "--live", "--json");
    assertEquals(3, said.exit(), said::toString);
    assertTrue(said.err().contains("cannot be written"), said.err());
    assertEquals(2, document(said).at("/machines/total").asInt());
  }
}
