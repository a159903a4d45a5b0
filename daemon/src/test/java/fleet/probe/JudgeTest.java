package fleet.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every {@code judge/PROBE.txt} has cases: a line {@code # title}, rows as the probe's script
 * prints them with {@code |} for a tab, and the troubles wanted as lines {@code => severity type:
 * reason}.
 */
class JudgeTest {
  private static final Path CASES = Path.of("src/test/resources/judge");

  private final Map<String, Probe> probes = Probes.all();

  private record Case(String title, String out, List<String> wanted) {}

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(CASES)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".txt", "");
        for (Case one : read(file)) {
          tests.add(
              dynamicTest(
                  name + ": " + one.title(), () -> assertEquals(one.wanted(), said(name, one))));
        }
      }
    }
    return tests.stream();
  }

  /** Nothing that a machine prints may stop a judge, or make a sound machine ill. */
  @Test
  void noJudgeMindsRubbish() {
    probes.forEach(
        (name, probe) -> {
          List<Row> rubbish =
              new ArrayList<>(
                  List.of(new Row(new TreeMap<>()), Row.of("unknown", "x"), Row.of("omitted", 3L)));
          for (Field field : probe.fields()) {
            rubbish.add(Row.of(field.name(), "???"));
            rubbish.add(Row.of(field.name(), -1L));
            rubbish.add(Row.of(field.name(), true));
            rubbish.add(Row.of(field.name(), Long.MAX_VALUE));
          }
          for (Row row : rubbish) {
            probe.judge(List.of(row));
            probe.gist(List.of(row));
          }
          assertEquals(List.of(), probe.judge(List.of()), name);
        });
  }

  @Test
  void everyProbeThatCanComplainHasCases() throws IOException {
    assertTrue(probes.containsKey("disk"));
    for (String name : probes.keySet()) {
      if (!List.of("boot", "os").contains(name)) {
        List<Case> cases = read(CASES.resolve(name + ".txt"));
        assertFalse(cases.stream().allMatch(each -> each.wanted().isEmpty()), name);
        assertFalse(cases.stream().noneMatch(each -> each.wanted().isEmpty()), name);
      }
    }
  }

  private List<String> said(String name, Case one) {
    Probe probe = probes.get(name);
    var readings = new TreeMap<String, Reading<List<Row>>>();
    readings.put(name, ScriptRows.read(probe, one.out()));
    HealthReport report = new HealthReport(Instant.EPOCH, "test", readings);
    return new Troubles(probes).of(report).stream().map(JudgeTest::line).toList();
  }

  private static String line(Trouble trouble) {
    return "%s %s: %s".formatted(trouble.severity().word(), trouble.type(), trouble.reason());
  }

  private static List<Case> read(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : Files.readString(file).split("(?m)^# ")) {
      if (!block.isBlank()) {
        List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
        List<String> rest = lines.subList(1, lines.size());
        cases.add(
            new Case(
                lines.getFirst(),
                String.join("\n", rest.stream().filter(line -> !line.startsWith("=> ")).toList())
                    .replace('|', '\t'),
                rest.stream()
                    .filter(line -> line.startsWith("=> "))
                    .map(line -> line.substring(3))
                    .toList()));
      }
    }
    return cases;
  }
}
