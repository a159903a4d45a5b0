package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Running anything ten times gives the same as once, to the last inode. */
@Tag("lab")
class UnchangedTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"RICH_13", "RICH_12"})
  void theSecondAndTheTenthRunTouchNothing(Place place) throws Exception {
    LabMachine machine = place.machine();
    Rich.furnish(machine);
    Operator operator = Operator.of(folder, Place.lab());
    String[] apply = {"--json", "--on", machine.name(), Rich.playbook(operator)};

    Ended first = operator.fleet("apply", apply).exits(0);
    assertEquals(Set.of("changed"), Set.copyOf(first.outcomes(machine.name()).values()));
    Snapshot after = Snapshot.of(machine);
    assertTrue(after.has("service proof.service") && after.has("/home/dev/dev/proof/one"));

    String clone = "find ~dev/dev/proof -type f ! -perm -u=rw,g=r,o=r ! -path '*/objects/*'";
    assertEquals("", machine.exec(clone, Duration.ofSeconds(30)).ok(), "as git makes it by hand");

    for (int again : List.of(1, 8)) {
      for (int i = 0; i < again; i++) {
        Ended next = operator.fleet("apply", apply).exits(0);
        assertEquals(
            first.outcomes(machine.name()).keySet(),
            next.steps(machine.name(), "unchanged"),
            next::toString);
        assertEquals(new TreeSet<>(), next.steps(machine.name(), "changed"));
      }
      assertEquals(List.of(), Snapshot.of(machine).changedSince(after));
    }
  }
}
