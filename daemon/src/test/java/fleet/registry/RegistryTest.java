package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.BadFileException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final Path HOME = Path.of("/home/op");
  private static final Path EXAMPLE = Path.of("..", "fleet.yaml");

  @Test
  void theExampleReadsWhole() {
    Fleet fleet = Registry.read(EXAMPLE, HOME);
    assertEquals("crane", fleet.name());
    assertEquals(Optional.of(URI.create("https://100.64.0.1:7070")), fleet.coordinator());
    assertEquals(
        new Machine(
            "server1",
            "100.64.0.12",
            Optional.of("10.0.4.36"),
            "dev",
            List.of("dev"),
            22,
            Optional.empty(),
            Optional.of(Path.of("/home/op/.ssh/id_ed25519")),
            List.of("dev", "always-on"),
            2,
            Optional.of("mac1"),
            List.of(),
            false,
            Optional.empty()),
        fleet.machine("server1"));
    assertEquals(List.of(new PortRule("tcp", 3000, "tailnet")), fleet.machine("server2").ports());
    assertEquals(Optional.of("2026-11-20"), fleet.machine("old1").revoked());
    assertTrue(fleet.machine("old1").forwardAgent());
    assertEquals(List.of("tools", "update"), fleet.role("dev").playbooks());
    assertEquals(
        new Project(
            "alpha",
            "Project Alpha",
            "example-org/alpha-console",
            List.of("has_api", "has_database"),
            Optional.of("/alpha")),
        fleet.project("alpha"));
    assertEquals(
        List.of("claude", "codex", "gemini"), fleet.agents().stream().map(Agent::name).toList());
    assertEquals(
        Optional.of(
            new Secrets(
                Secrets.Provider.INFISICAL,
                List.of(),
                List.of("CONTEXT_API_KEY"),
                Optional.of(new Secrets.Shared("/infra", List.of("CONTEXT_API_KEY"))))),
        fleet.secrets());
    assertEquals(Path.of("..", "known_hosts"), fleet.knownHosts());
  }

  @Test
  void theStarterReads(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("fleet.yaml"), Registry.starter());
    Fleet fleet = Registry.read(file, HOME);
    assertEquals(List.of(), fleet.machines());
    assertEquals(3, fleet.agents().size());
    assertEquals(Mesh.Mode.KEYS, fleet.mesh().mode());
  }

  @Test
  void theStartersExamplesRead() {
    String filled =
        Registry.starter()
            .replace("machines: {}\n", "")
            .replace("projects: {}\n", "")
            .replaceAll("(?m)^# (?=(machines|projects|agents|secrets|coordinator):|  [a-z])", "");
    Fleet fleet = Registry.read(Path.of("fleet.yaml"), filled, HOME);
    assertEquals(4, fleet.machines().size());
    assertEquals(1, fleet.projects().size());
    assertEquals(4, fleet.agents().size());
    assertTrue(fleet.secrets().isPresent() && fleet.coordinator().isPresent());
  }

  @Test
  void pathsCountFromHomeOrFromTheFile() {
    String text =
        """
        fleet: x
        defaults: {user: dev}
        machines:
          a: {address: 10.0.0.1, identity: ~/.ssh/k}
          b: {address: 10.0.0.2, identity: keys/k}
          c: {address: 10.0.0.3, identity: /k}
        """;
    Fleet fleet = Registry.read(Path.of("/etc/fleet/fleet.yaml"), text, HOME);
    assertEquals(
        List.of("/home/op/.ssh/k", "/etc/fleet/keys/k", "/k"),
        fleet.machines().stream().map(m -> m.identity().orElseThrow().toString()).toList());
  }

  @Test
  void aMissingFileNamesTheCommandThatMakesIt(@TempDir Path folder) {
    Path none = folder.resolve("fleet.yaml");
    var e = assertThrows(BadFileException.class, () -> Registry.read(none, HOME));
    assertEquals(none + ":1:1: there is no such file: 'fleet init' writes one", e.getMessage());
  }

  @Test
  void anUnknownPlaybookIsAnErrorAtItsPlace() {
    PlaybookCheck none =
        name -> name.equals("laptop-server") ? Optional.of("is unknown") : Optional.empty();
    var e = assertThrows(BadFileException.class, () -> Registry.read(EXAMPLE, HOME, none));
    assertEquals(
        "../fleet.yaml:23:15: role always-on: playbook 'laptop-server' is unknown", e.getMessage());
  }
}
