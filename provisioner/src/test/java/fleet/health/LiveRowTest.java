package fleet.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.probe.Probes;
import fleet.probe.Troubles;
import fleet.registry.Machine;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a look to a row, and since when. */
class LiveRowTest {
  private static final Instant THEN = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant NOW = THEN.plusSeconds(600);
  private static final Machine M1 = Known.machine("m1", "100.64.0.9");
  private static final Machine LAPTOP = Known.machine("mac1", "100.64.0.8", "portable");
  private static final Troubles TROUBLES = new Troubles(Probes.all());

  @TempDir private Path folder;

  private static HealthReport report(Instant at, long percent) {
    Row root = Row.of("mount", "/", "state", "ok", "readOnly", false, "percent", percent);
    return new HealthReport(
        at, "live", new TreeMap<>(Map.of("disk", new Reading.Measured<>(List.of(root)))));
  }

  private static MachineHealth row(long percent, Instant at, Optional<Memory.Last> before) {
    return LiveRow.of(M1, report(at, percent), TROUBLES, before);
  }

  private static Optional<Memory.Last> remembered(MachineHealth row) {
    return Optional.of(LiveRow.remembered(row, THEN));
  }

  @Test
  void whatHoldsNowAndHeldAtTheLastLookHoldsSinceThen() {
    MachineHealth well = row(10, THEN, Optional.empty());
    assertEquals(Optional.of(Verdict.HEALTHY), well.verdict());
    assertEquals(Optional.of(THEN), row(11, NOW, remembered(well)).since());
    MachineHealth full = row(96, NOW, remembered(well));
    assertEquals(Optional.of(Verdict.DEGRADED), full.verdict());
    assertEquals("/ is 96 % full", full.why());
    assertEquals(Optional.of(NOW), full.since());
    Instant later = NOW.plusSeconds(600);
    MachineHealth fuller = row(97, later, remembered(full));
    assertEquals(Optional.of(NOW), fuller.since());
    assertEquals(Optional.of(later), row(10, later, remembered(full)).since());
  }

  @Test
  void aLostMachineKeepsWhenItLastAnswered() {
    Optional<Memory.Last> before = remembered(row(10, THEN, Optional.empty()));
    Sign dead = new Sign(Sign.Means.MACHINE_DEAD, "machine dead: x");
    MachineHealth lost = LiveRow.lost(M1, "m1: no answer", dead, before, NOW);
    assertEquals(Optional.of(Verdict.SILENT), lost.verdict());
    assertEquals(Optional.of(NOW), lost.since());
    assertEquals(Optional.of(THEN), lost.lastReport());
    assertEquals("machine dead: x", lost.why());
    assertTrue(lost.lost());
    MachineHealth again =
        LiveRow.lost(M1, "m1: no answer", dead, remembered(lost), NOW.plusSeconds(60));
    assertEquals(Optional.of(NOW), again.since());
    assertEquals(Optional.of(THEN), again.lastReport());
  }

  @Test
  void aPortableOneSleepsUnlessItGivesASignOfLife() {
    Sign untold = new Sign(Sign.Means.UNTOLD, "machine or path dead: x");
    Sign up = new Sign(Sign.Means.PATH_DEAD, "path dead: x");
    Sign answers = new Sign(Sign.Means.ANSWERS, "the machine answers SSH");
    assertEquals(Optional.of(Verdict.AWAY), lost(LAPTOP, untold).verdict());
    assertTrue(lost(LAPTOP, untold).well());
    assertEquals(Optional.of(Verdict.SILENT), lost(LAPTOP, up).verdict());
    assertEquals(Optional.of(Verdict.SILENT), lost(LAPTOP, answers).verdict());
    assertEquals("SSH answers, and we cannot log in: refuses our key", lost(LAPTOP, answers).why());
    Machine behind =
        Known.machine("mac2", "10.0.0.1", 22, Optional.empty(), Optional.of("mac1"), "portable");
    MachineHealth unseen =
        LiveRow.lost(behind, "mac2: x", Sign.behind("mac1"), Optional.empty(), NOW);
    assertEquals(Optional.of(Verdict.SILENT), unseen.verdict());
    assertEquals("machine or path dead, behind mac1: x", unseen.why());
  }

  private static MachineHealth lost(Machine machine, Sign sign) {
    return LiveRow.lost(machine, "mac1: refuses our key", sign, Optional.empty(), NOW);
  }

  @Test
  void whatIsNotKnownIsNotWell() {
    HealthReport report =
        new HealthReport(
            NOW,
            "live",
            new TreeMap<>(
                Map.of(
                    "disk",
                    new Reading.TimedOut<>(Duration.ofSeconds(5)),
                    "load",
                    new Reading.Failed<>("permission denied"),
                    "battery",
                    new Reading.Absent<>("none"))));
    MachineHealth row = LiveRow.of(M1, report, TROUBLES, Optional.empty());
    assertEquals(Optional.of(Verdict.DEGRADED), row.verdict());
    assertEquals(Optional.empty(), row.disk());
    assertEquals(
        List.of(FailureClass.TIMEOUT, FailureClass.AUTH), LiveRow.failures(report).toList());
  }

  @Test
  void aMemoryThatCannotBeReadIsNone() throws Exception {
    Path file = folder.resolve("health/f.json");
    assertEquals(Memory.none(), Memory.read(file));
    Memory memory =
        Memory.none().after(Map.of("m1", remembered(row(96, THEN, Optional.empty())).get()));
    memory.write(file);
    assertEquals(memory, Memory.read(file));
    memory.after(Map.of()).write(file);
    assertEquals(1, Memory.read(file).machines().size());
    for (String garbage :
        List.of(
            "", "[]", "{", "{\"schema\":2,\"machines\":{}}", "{\"machines\":{\"m1\":3}}", "null")) {
      Files.writeString(file, garbage);
      assertEquals(Memory.none(), Memory.read(file), garbage);
    }
    assertFalse(Memory.read(folder).of("m1").isPresent());
  }
}
