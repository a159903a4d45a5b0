package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.converge.Runs;
import fleet.health.FailureClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The kinds of failure in a journal, each counted once. */
class PastFailuresTest {
  private static final String JOURNAL =
      """
      {"event":"begun","run":"run_1","command":"apply","at":"2026-11-20T08:00:00Z","machines":["m1","m2","m3","m4"]}
      {"event":"step","machine":"m1","step":{"id":"a","title":"A","outcome":"unchanged","why":""}}
      {"event":"step","machine":"m1","step":{"id":"b","title":"B","outcome":"failed","why":"its fix ran, yet it is absent"}}
      {"event":"step","machine":"m1","step":{"id":"c","title":"C","outcome":"failed","why":"its fix ended with 3"}}
      {"event":"machine","machine":"m1","outcome":"failed","why":"its fix ran, yet it is absent"}
      {"event":"step","machine":"m2","step":{"id":"a","title":"A","outcome":"unreachable","why":"no answer for 30 s"}}
      {"event":"step","machine":"m2","step":{"id":"b","title":"B","outcome":"unreachable","why":"no answer for 30 s"}}
      {"event":"machine","machine":"m2","outcome":"unreachable","why":"no answer for 30 s"}
      {"event":"machine","machine":"m3","outcome":"failed","why":"x.yaml:1:2: there is no step kind 'y'"}
      {"event":"machine","machine":"m4","outcome":"changed","why":""}
      {"event":"ended","exit":1}
      """;

  @TempDir private Path folder;

  private void journal() throws Exception {
    Path runs = Files.createDirectories(folder.resolve(".local/state/fleet/runs"));
    Files.writeString(runs.resolve("run_1.jsonl"), JOURNAL);
  }

  @Test
  void eachFailureCountsOnce() throws Exception {
    journal();
    Runs.Past past = new Runs(folder.resolve(".local/state/fleet/runs")).last().orElseThrow();
    assertEquals(
        List.of(FailureClass.LOGIC, FailureClass.UNKNOWN, FailureClass.TIMEOUT, FailureClass.LOGIC),
        PastFailures.of(past));
  }

  @Test
  void runsNamesThemAndWarns() throws Exception {
    journal();
    Said said = Cli.in(folder).run("runs");
    assertTrue(said.out().contains("exit 1, 1 TIMEOUT, 2 LOGIC, 1 UNKNOWN\n"), said::toString);
    assertEquals(
        "fleet: 1 of 4 recent failures are UNKNOWN (more than 20 %): their reasons are not understood\n",
        said.err());
    JsonNode json = JsonMapper.shared().readTree(Cli.in(folder).run("runs", "--json").out());
    assertEquals(
        "{\"TIMEOUT\":1,\"LOGIC\":2,\"UNKNOWN\":1}", json.at("/runs/items/0/failures").toString());
    Said shown = Cli.in(folder).run("runs", "show");
    assertTrue(
        shown.out().contains("m2  unreachable TIMEOUT  no answer for 30 s"), shown::toString);
    assertTrue(shown.out().contains("m1  failed LOGIC  B  its fix ran"), shown::toString);
  }
}
