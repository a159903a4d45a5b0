package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  private static final String TEXT =
      """
      fleet: x
      defaults: {user: dev}
      machines:
        m1: {address: 10.0.0.1, roles: [dev]}
        Mac2.local: {address: 10.0.0.2, roles: [dev, web]}
        m3: {address: 10.0.0.3}
        gone: {address: 10.0.0.4, roles: [dev, away], revoked: 2026-11-20}
      roles: {dev: [], web: [], away: []}
      """;
  private static final Fleet FLEET =
      Registry.read(Path.of("fleet.yaml"), TEXT, Path.of("/home/op"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | m1 Mac2.local m3",
        "m3,m1 | m1 m3",
        "m3, m3 ,all | m1 Mac2.local m3",
        "role:dev | m1 Mac2.local",
        "role:web,m1 | m1 Mac2.local",
        "role:away,m1 | m1",
        "mac2 | Mac2.local",
        "MAC2.LOCAL | Mac2.local"
      })
  void selects(String on, String names) {
    assertEquals(List.of(names.split(" ")), FLEET.select(on).stream().map(Machine::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m4 | fleet.yaml has no machine 'm4': did you mean 'm1'?",
        "nobody | fleet.yaml has no machine 'nobody': known are m1, Mac2.local, m3, gone",
        "role:dve | fleet.yaml has no role 'dve': did you mean 'dev'?",
        "gone | machine gone was revoked on 2026-11-20: remove 'revoked' from it in fleet.yaml to use it again",
        "role:away | --on 'role:away' means no machine: fleet.yaml has 4, 3 of them members",
        "'' | --on wants machines, role:NAME or all, with commas between, not ''",
        "m1, | --on wants machines, role:NAME or all, with commas between, not 'm1,'"
      })
  void refuses(String on, String why) {
    var e = assertThrows(BadSelectionException.class, () -> FLEET.select(on));
    assertEquals(why, e.getMessage());
  }

  @Test
  void aRevokedMachineIsStillKnown() {
    assertEquals("10.0.0.4", FLEET.machine("gone").address());
  }
}
