package fleet.probe.kind;

import static fleet.probe.kind.FakeMount.Manner.ANSWERS;
import static fleet.probe.kind.FakeMount.Manner.DEAD;
import static fleet.probe.kind.FakeMount.Manner.DEAF;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.probe.Setting;
import fleet.report.Reading;
import fleet.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real mounts of the kernel's: with any figures, under any name, and dead in two ways. */
class DiskProbeTest {
  private static final FakeMount.Figures FULL = new FakeMount.Figures(4096, 1000, 50, 39, 200, 100);

  private final DiskProbe probe = new DiskProbe();

  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "with blank",
        "tab\there",
        "line\nbreak",
        "back\\slash",
        "ünï",
        "#$(x)'\""
      })
  void scriptAndMeasureTellTheSameOfAnyMount(String name) throws Exception {
    Path place = Files.createDirectory(temporary.resolve(name));
    try (FakeMount _ = new FakeMount(place, ANSWERS, FULL)) {
      Row row = only(measured());
      assertEquals(
          Row.of(
              "mount",
              shown(place),
              "type",
              "fuse",
              "state",
              "ok",
              "readOnly",
              false,
              "size",
              4096000L,
              "used",
              3891200L,
              "free",
              159744L,
              "percent",
              97L,
              "inodes",
              200L,
              "inodePercent",
              50L),
          row);
      for (String shell : ProbeShell.NAMES) {
        assertEquals(row, only(ProbeShell.of(shell).rows(probe)), shell);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeMount.Manner.class,
      names = {"DEAF", "STUCK"})
  void aMountThatHangsCostsOnlyItsOwnRow(FakeMount.Manner manner) throws Exception {
    Path well = Files.createDirectory(temporary.resolve("well"));
    Path dead = Files.createDirectory(temporary.resolve("dead"));
    try (FakeMount _ = new FakeMount(well, ANSWERS, FULL)) {
      List<Row> before = steady(measured());
      try (FakeMount _ = new FakeMount(dead, manner, FULL)) {
        Row hung =
            Row.of("mount", shown(dead), "type", "fuse", "state", "hangs", "readOnly", false);
        assertEquals(sorted(before, hung), sorted(steady(measured())));
        assertEquals(sorted(before, hung), sorted(steady(measured())));
        assertEquals(1, threadsOf(dead), "it is not asked again while it hangs");
        for (String shell : ProbeShell.NAMES) {
          assertEquals(
              sorted(before, hung), sorted(steady(ProbeShell.of(shell).rows(probe))), shell);
        }
        if (manner == DEAF) {
          awaitNobodyAt(dead);
        }
        assertEquals("mount-hangs:" + shown(dead), probe.judge(List.of(hung)).getFirst().type());
      }
      assertEquals(before, steady(measured()), "it comes back by itself");
    }
  }

  /** This computer's own disks fill and empty while we look. */
  private List<Row> steady(List<Row> rows) {
    return probe.gist(rows).stream()
        .map(
            row ->
                row.text("mount").orElse("").startsWith(temporary.toString())
                    ? row
                    : row.without("percent", "inodePercent"))
        .toList();
  }

  @Test
  void aMountWhoseServerDiedIsBroken() throws Exception {
    Path place = Files.createDirectory(temporary.resolve("broken"));
    try (FakeMount _ = new FakeMount(place, DEAD, FULL)) {
      assertEquals("broken", only(measured()).text("state").orElseThrow());
      for (String shell : ProbeShell.NAMES) {
        assertEquals(only(measured()), only(ProbeShell.of(shell).rows(probe)), shell);
      }
    }
  }

  @Test
  void noFiguresAreNoRow() throws Exception {
    Path place = Files.createDirectory(temporary.resolve("empty"));
    var nothing = new FakeMount.Figures(4096, 0, 0, 0, 0, 0);
    try (FakeMount _ = new FakeMount(place, ANSWERS, nothing)) {
      assertEquals(List.of(), ours(measured()));
      for (String shell : ProbeShell.NAMES) {
        assertEquals(List.of(), ours(ProbeShell.of(shell).rows(probe)), shell);
      }
    }
  }

  private List<Row> measured() throws Exception {
    Setting setting = new Setting(temporary, List.of(), Optional.empty());
    return probe.measure(setting) instanceof Reading.Measured<List<Row>>(List<Row> rows)
        ? rows
        : List.of();
  }

  private List<Row> ours(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.text("mount").orElse("").startsWith(temporary.toString()))
        .toList();
  }

  private Row only(List<Row> rows) {
    assertEquals(1, ours(rows).size(), rows::toString);
    return ours(rows).getFirst();
  }

  private static String shown(Path path) {
    return path.toString().replace("\t", "\\011").replace("\n", "\\012");
  }

  private static List<String> sorted(List<Row> rows, Row... more) {
    return Stream.concat(rows.stream(), Stream.of(more)).map(Row::toString).sorted().toList();
  }

  private static long threadsOf(Path path) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("probe " + path))
        .count();
  }

  private static void awaitNobodyAt(Path path) throws InterruptedException, IOException {
    while (ProcessHandle.allProcesses()
        .anyMatch(each -> commandLine(each.pid()).contains("%S %b %f %a %c %d\0" + path))) {
      Thread.sleep(50);
    }
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException _) {
      return "";
    }
  }
}
