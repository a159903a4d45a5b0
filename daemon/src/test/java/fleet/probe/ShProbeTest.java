package fleet.probe;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Trouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that behave badly. The times are far longer than any of them may take. */
@Timeout(60)
class ShProbeTest {
  @TempDir private Path home;

  /** A probe with that script. */
  record Scripted(String script, Duration limit) implements Probe {
    @Override
    public List<Field> fields() {
      return List.of(Field.text("said", ""), Field.whole("figure", ""));
    }

    @Override
    public List<Trouble> judge(List<Row> rows) {
      return List.of();
    }
  }

  private Reading<List<Row>> run(String script, Duration limit) throws Exception {
    return ShProbe.run(
        new Scripted(script, limit), new Setting(home, List.of("ssh", "cron"), Optional.empty()));
  }

  @Test
  void aChildThatKeepsThePipeHoldsNobodyUp() throws Exception {
    Reading<List<Row>> reading =
        run("sleep 300 & echo $! >'" + home + "/pid'; echo well", Duration.ofSeconds(50));
    assertEquals(new Reading.Measured<>(List.of(Row.of("said", "well"))), reading);
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void theLimitHoldsAndTheWholeTreeIsKilled() throws Exception {
    Reading<List<Row>> reading =
        run(
            "sh -c 'sleep 300 & echo $! >" + home + "/pid; wait' & wait; echo never",
            Duration.ofSeconds(2));
    assertEquals(new Reading.TimedOut<>(Duration.ofSeconds(2)), reading);
    ProcessHandle.of(pid()).ifPresent(ShProbeTest::awaitEnd);
  }

  @Test
  void whatItPrintsIsBounded() throws Exception {
    Reading<List<Row>> reading =
        run("while echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; do :; done", Duration.ofSeconds(1));
    assertInstanceOf(Reading.TimedOut.class, reading);
    assertInstanceOf(
        Reading.Measured.class, run("head -c 1000000 /dev/zero", Duration.ofSeconds(50)));
  }

  @Test
  void aScriptThatFailsSaysNothingAsAFact() throws Exception {
    assertEquals(
        new Reading.Failed<>("its script ended with 7"), run("exit 7", Duration.ofSeconds(50)));
    assertInstanceOf(Reading.Failed.class, run("if", Duration.ofSeconds(50)));
    assertEquals(new Reading.Measured<>(List.of()), run(":", Duration.ofSeconds(50)));
  }

  @Test
  void itsEnvironmentIsItsOwn() throws Exception {
    String names = "env | sed 's/=.*//' | sort | tr '\\n' ' '";
    assertEquals(
        List.of(Row.of("said", "HOME LC_ALL PATH PWD fleet_clock_offset fleet_services ")),
        rows(run(names, Duration.ofSeconds(50))).stream()
            .map(
                row ->
                    Row.of(
                        "said",
                        row.text("said").orElse("").replace("SHLVL ", "").replace("_ ", "")))
            .toList());
    assertEquals(
        List.of(Row.of("said", home + " ssh cron C")),
        rows(run("echo \"$HOME $fleet_services $LC_ALL\"", Duration.ofSeconds(50))));
  }

  @Test
  void valuesThatAreNoneAreNoFacts() {
    Probe probe = new Scripted("", Duration.ofSeconds(1));
    List<Row> rows =
        rows(ScriptRows.read(probe, "a\u0007b\t12\nc\tNaN\n\nd\t99999999999999999999\tmore\te\n"));
    assertEquals(
        List.of(
            Row.of("said", "a?b", "figure", 12L),
            Row.of("said", "c", "figure", "NaN"),
            Row.of("said", "d", "figure", "99999999999999999999")),
        rows);
    assertTrue(rows.get(1).whole("figure").isEmpty());
  }

  private static List<Row> rows(Reading<List<Row>> reading) {
    assertInstanceOf(Reading.Measured.class, reading);
    return reading instanceof Reading.Measured<List<Row>>(List<Row> rows) ? rows : List.of();
  }

  private long pid() throws Exception {
    String text = Files.readString(home.resolve("pid")).strip();
    assertFalse(text.isEmpty());
    return Long.parseLong(text);
  }

  private static void awaitEnd(ProcessHandle process) {
    assertDoesNotThrow(() -> process.onExit().get());
  }
}
