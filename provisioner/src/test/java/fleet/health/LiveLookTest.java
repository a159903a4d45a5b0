package fleet.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.registry.Machine;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Trouble;
import fleet.shell.LocalSshd;
import fleet.shell.Prompt;
import fleet.shell.Secrets;
import fleet.shell.SshConnector;
import fleet.shell.SshOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one probe does on a machine, the others are read, and nothing odd passes for well. */
class LiveLookTest {
  @TempDir private static Path folder;
  private static LocalSshd sshd;

  /** A probe of one figure. */
  private record Figure(String script, Duration limit) implements Probe {
    @Override
    public List<Field> fields() {
      return List.of(Field.text("name", ""), Field.whole("figure", ""), Field.yes("good", ""));
    }

    @Override
    public List<Trouble> judge(List<Row> rows) {
      return List.of();
    }
  }

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final Row WELL = Row.of("name", "a", "figure", 7L, "good", true);
  private static final String SAYS_WELL = "printf 'a\\t7\\tyes\\n'";

  @BeforeAll
  static void start() throws Exception {
    sshd = LocalSshd.start(folder.resolve("sshd"));
    Files.writeString(folder.resolve("known_hosts"), sshd.knownHost("host_ed25519", sshd.port()));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static HealthReport look(Map<String, String> scripts) throws Exception {
    Map<String, Probe> probes = new TreeMap<>();
    scripts.forEach(
        (name, script) ->
            probes.put(name, new Figure(script, script.startsWith("sleep") ? SOON : LATE)));
    Machine machine =
        new Machine(
            "m1",
            "127.0.0.1",
            Optional.empty(),
            System.getProperty("user.name"),
            List.of(),
            sshd.port(),
            Optional.empty(),
            Optional.of(sshd.identity()),
            List.of(),
            1,
            Optional.empty(),
            List.of(),
            false,
            Optional.empty());
    SshOptions options =
        SshOptions.standard(
            folder.resolve("known_hosts"), new Secrets(Prompt.NOBODY), _ -> Optional.empty());
    try (SshConnector connector = new SshConnector(options)) {
      return new LiveLook(connector, probes).at(machine);
    }
  }

  /** What one script comes to, between two others that are well. */
  private static Reading<List<Row>> between(String script) throws Exception {
    HealthReport report = look(Map.of("first", SAYS_WELL, "middle", script, "zlast", SAYS_WELL));
    assertEquals(List.of(WELL), report.rows("first"));
    assertEquals(List.of(WELL), report.rows("zlast"));
    assertEquals(3, report.readings().size());
    return report.reading("middle");
  }

  private static void fails(String why, String script) throws Exception {
    assertEquals(new Reading.Failed<>(why), between(script));
  }

  @Test
  void rowsAreRead() throws Exception {
    assertEquals(
        new Reading.Measured<>(List.of(WELL, Row.of("name", "b"))),
        between(SAYS_WELL + "; printf 'b\\t\\t\\n'"));
    assertEquals(new Reading.Absent<>("not here"), between("echo '!absent not here'"));
    fails("odd", "echo '!failed odd'");
  }

  @Test
  void figuresThatCannotBeReadAreNoGoodOnes() throws Exception {
    fails("printed what cannot be read: 'lots' for figure", "printf 'a\\tlots\\tyes\\n'");
    fails("printed what cannot be read: 'perhaps' for good", "printf 'a\\t7\\tperhaps\\n'");
    fails(
        "printed what cannot be read: '99999999999999999999' for figure",
        "printf 'a\\t99999999999999999999\\n'");
  }

  @Test
  void aScriptThatFailsIsNoEmptyList() throws Exception {
    fails("ended with 3: oh no", "echo oh no >&2; exit 3");
    assertTrue(
        between("frob") instanceof Reading.Failed<List<Row>>(String why)
            && why.startsWith("ended with 127: ")
            && why.endsWith("frob: not found"));
    assertInstanceOf(Reading.Failed.class, between("if then ("));
  }

  @Test
  void aFloodCostsItsOwnReading() throws Exception {
    fails("printed more than 64 KiB", "head -c 6000000 /dev/zero | tr '\\0' 'x'");
    fails("printed more than 200 rows", "i=0; while [ $i -lt 300 ]; do echo a; i=$((i+1)); done");
  }

  @Test
  void aHangCostsItsOwnReading() throws Exception {
    assertEquals(new Reading.TimedOut<>(SOON), between("sleep 100"));
  }

  /** As a process does that cannot be killed: the shell that waits for it is lost. */
  @Test
  void aConversationThatBreaksCostsOneReading() throws Exception {
    Reading<List<Row>> reading = between("kill -9 $$");
    assertTrue(
        reading instanceof Reading.Failed<List<Row>>(String why)
            && why.startsWith("m1: broke off in middle"),
        reading::toString);
  }

  @Test
  void controlCharactersDoNotComeThrough() throws Exception {
    assertEquals(
        new Reading.Measured<>(List.of(Row.of("name", "a?[31mb"))),
        between("printf 'a\\033[31mb\\n'"));
  }
}
