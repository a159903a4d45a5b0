package fleet.converge.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Machine;
import fleet.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayTest {
  @TempDir private Path folder;

  private List<Way> ways(String name, String machines) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            "fleet: f\ndefaults: {user: dev}\nmachines:\n" + machines.indent(2));
    List<Machine> all = Registry.read(file, folder, _ -> Optional.empty()).members();
    Machine machine = all.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    return Way.of(machine, all);
  }

  private static List<String> names(List<Way> ways) {
    return ways.stream().map(Way::name).toList();
  }

  @Test
  void everyUserByEveryPathAndOnToWhatIsBehind() throws IOException {
    String machines =
        """
        gate: {address: 100.64.0.1, lan: 192.168.1.1, users: [dev, ci]}
        inner: {address: 10.0.0.7, lan: 192.168.7.7, jump: gate}
        far: {address: far.tail1234.ts.net, lan: far.local, port: 2222}
        edge: {address: 100.128.0.1}
        """;
    List<Way> gate = ways("gate", machines);
    assertEquals(
        List.of(
            "dev by tailnet", "dev by lan", "ci by tailnet", "ci by lan", "dev to inner behind it"),
        names(gate));
    assertEquals("192.168.1.1", gate.get(3).machine().address());
    assertEquals("ci", gate.get(3).machine().user());
    assertEquals(Way.Kind.OTHER, gate.get(3).kind());
    assertEquals(Way.Kind.OWN, gate.getFirst().kind());
    assertEquals("inner", gate.getLast().machine().name());

    List<Way> inner = ways("inner", machines);
    assertEquals(List.of("dev through gate", "dev by lan"), names(inner));
    assertEquals(Optional.empty(), inner.getLast().machine().jump());
    assertEquals(List.of("dev by tailnet", "dev by lan"), names(ways("far", machines)));
    assertEquals(2222, ways("far", machines).getLast().machine().port());
    assertEquals(List.of("dev by 100.128.0.1"), names(ways("edge", machines)));
  }

  @Test
  void aWayThatWorkedMustWorkAgainAndItsSudoToo() throws IOException {
    Way way = ways("m", "m: {address: 100.64.0.1}").getFirst();
    var in = new Logins.Entry(Optional.empty(), false);
    var root = new Logins.Entry(Optional.empty(), true);
    var out = new Logins.Entry(Optional.of("refused"), false);
    assertEquals(Optional.empty(), Logins.lost(way, in, in));
    assertEquals(Optional.empty(), Logins.lost(way, in, root));
    assertEquals(Optional.of("login as dev by tailnet: refused"), Logins.lost(way, root, out));
    assertEquals(Optional.of("sudo as dev by tailnet is refused"), Logins.lost(way, root, in));
  }
}
