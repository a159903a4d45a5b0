package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the scripts that this replaces did wrong with agents, each by its number in the list of
 * their failures, and what they had learnt.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchOriginTest {
  private Path folder;
  private LabMachine machine;
  private Operator operator;

  @BeforeAll
  void up(@TempDir Path shared) {
    folder = shared;
    LaunchLab lab = LaunchLab.shared();
    machine = lab.machine("m1");
    LaunchLab.project(machine, "origin");
    operator = lab.operator(folder.resolve("op"), 30, "", "origin");
  }

  private JsonNode launch(String prompt, String... more) throws InterruptedException {
    return start(prompt, more).end(Operator.LIMIT).json();
  }

  private Running start(String prompt, String... more) {
    List<String> words =
        new ArrayList<>(List.of("origin", "--json", "--on", "m1", "--prompt", prompt));
    words.addAll(List.of(more));
    return operator.start("launch", words.toArray(String[]::new));
  }

  private static String session(JsonNode launched) {
    return launched.path("session").asString();
  }

  private String state(JsonNode launched) throws InterruptedException {
    return LaunchLab.state(operator, machine, session(launched));
  }

  private void stop(JsonNode launched) throws InterruptedException {
    operator.fleet("sessions stop", session(launched)).exits(0);
  }

  private String git(String words) {
    return LaunchLab.dev(machine, "git -C ~/dev/origin " + words).strip();
  }

  @Test
  void failure6UnpushedWorkIsNotDestroyedOnRetry() throws Exception {
    JsonNode first = launch("works first", "--task", "six");
    Eventually.is(() -> state(first).startsWith("ended"));
    JsonNode again = launch("go", "--task", "six");
    assertNotEquals(session(first), session(again));
    String tree = again.path("worktree").asString();
    assertEquals(tree, first.path("worktree").asString());
    assertEquals("first\ndirty\n", LaunchLab.dev(machine, "cd " + tree + " && cat made untracked"));
    assertEquals("dirty", git("show refs/rescue/" + session(first) + ":untracked"));
    stop(again);
    // Nothing of it is merged: only force takes it away, and then it is kept first.
    assertFalse(operator.fleet("sessions clean").exits(0).out().contains("removed  m1:" + tree));
    assertTrue(
        operator.fleet("sessions clean", "--force").exits(0).out().contains("removed  m1:" + tree));
    assertEquals("first", git("show refs/rescue/" + session(again) + ":made"));
    assertEquals("dirty", git("show refs/rescue/" + session(again) + ":untracked"));
  }

  @Test
  void failure7ARetryAfterACrashStarts() throws Exception {
    JsonNode first = launch("go", "--task", "seven");
    crash(session(first));
    assertEquals("failed: its supervisor was killed", state(first));
    // The folder is gone as well, and git still holds the branch for it.
    LaunchLab.dev(machine, "rm -rf " + first.path("worktree").asString());
    JsonNode again = launch("go", "--task", "seven");
    assertEquals("running", again.path("state").asString(), again::toString);
    assertNotEquals(session(first), session(again));
    stop(again);
  }

  /** All of a session's processes end at once, and none of them can say so. */
  private void crash(String session) {
    LaunchLab.root(
        machine,
        """
        for turn in 1 2 3; do
          for p in $(pgrep -f 'session-[0-9a-f]*.sh [a-z]* %1$s'); do kill -9 $p; done
          for f in $(grep -lF FLEET_SESSION=%1$s /proc/[0-9]*/environ); do f=${f%%/environ}; kill -9 ${f#/proc/}; done
        done 2>/dev/null; :
        """
            .formatted(session));
  }

  @Test
  void failure8NothingRunsForEver() throws Exception {
    JsonNode three = launch("fails", "--task", "eight");
    Eventually.is(() -> state(three).equals("failed: it ended with 3"));
    JsonNode first = launch("go", "--task", "eight");
    crash(session(first));
    // The number of its process is somebody else's by now.
    String doing = "~/.local/state/fleet/sessions/doing/" + session(first);
    LaunchLab.dev(
        machine,
        "read -r pid rest <%1$s/agent; echo \"1 $rest\" >%1$s/agent; echo \"1 $rest\" >%1$s/supervisor"
            .formatted(doing));
    assertEquals("failed: its supervisor was killed", state(first));
    LaunchLab.dev(machine, "echo another-boot >" + doing + "/boot");
    assertEquals("failed: the machine was restarted", state(first));
    JsonNode again = launch("go", "--task", "eight");
    assertEquals("running", again.path("state").asString(), again::toString);
    assertEquals("failed: the machine was restarted", state(first));
    machine.reboot(Duration.ofMinutes(2));
    assertEquals("failed: the machine was restarted", state(again));
    LaunchLab.root(machine, "mount --bind /var/tmp/quiet /proc/loadavg");
  }

  @Test
  void failure9ASuccessIsShownAsOneAndFailure10ItStartsInItsWorktree() throws Exception {
    JsonNode done = launch("where /tmp/where");
    Eventually.is(() -> state(done).equals("ended: it ended with 0"));
    assertEquals(
        done.path("worktree").asString(), LaunchLab.root(machine, "cat /tmp/where").strip());
  }

  @Test
  void failure11ASlowFetchMakesNoDuplicate() throws Exception {
    git("config remote.origin.uploadpack 'sleep 6; git-upload-pack'");
    try {
      Running first = start("go", "--key", "slow", "--timeout", "2");
      Thread.sleep(3000);
      first.kill();
      JsonNode launched = launch("go", "--key", "slow", "--timeout", "2");
      assertEquals("running", launched.path("state").asString(), launched::toString);
      Thread.sleep(6000);
      int count = 0;
      for (JsonNode each : LaunchLab.sessions(operator, machine)) {
        count += each.path("state").asString().equals("running") ? 1 : 0;
      }
      assertEquals(1, count);
      stop(launched);
    } finally {
      git("config --unset remote.origin.uploadpack");
    }
  }

  @Test
  void failure16OneEndsAndTheOtherWorksOnAndFailure17ANameIsNoPrefix() throws Exception {
    JsonNode old = launch("go", "--task", "vc-old");
    JsonNode vc = launch("go", "--task", "vc");
    assertNotEquals(session(old), session(vc));
    operator.fleet("sessions stop", "vc").exits(0);
    assertEquals("stopped: manual", state(vc));
    assertEquals("running", state(old));
    assertTrue(operator.fleet("sessions stop", "vc").out().contains("was over already"));
    assertEquals("running", state(old));
    stop(old);
  }

  @Test
  void mergedWorkIsRecognisedSquashedOrNotAndUnmergedIsKept() throws Exception {
    JsonNode squashed = launch("works squash", "--task", "squash");
    JsonNode kept = launch("works kept", "--task", "kept");
    JsonNode empty = launch("done", "--task", "empty");
    for (JsonNode each : List.of(squashed, kept, empty)) {
      Eventually.is(() -> state(each).startsWith("ended"));
      LaunchLab.dev(machine, "rm -f " + each.path("worktree").asString() + "/untracked");
    }
    git("fetch -q origin");
    LaunchLab.dev(
        machine,
        """
        set -e
        rm -rf /tmp/merging
        git clone -q file:///srv/origin.git /tmp/merging
        cd /tmp/merging
        git pull -q --squash ~/dev/origin task-squash 2>/dev/null
        git commit -qm 'squashed'
        git push -q
        git -C ~/dev/origin fetch -q
        """);
    String said = operator.fleet("sessions clean").exits(0).out();
    for (String word :
        List.of("removed  m1:%s", "kept     m1:%s".replace("%s", "KEPT"), "removed  m1:EMPTY")) {
      String line =
          word.replace("%s", squashed.path("worktree").asString())
              .replace("KEPT", kept.path("worktree").asString())
              .replace("EMPTY", empty.path("worktree").asString());
      assertTrue(said.contains(line), () -> line + "\n" + said);
    }
    assertEquals("", git("branch --list task-squash task-empty"));
    assertFalse(git("branch --list task-kept").isEmpty());
  }

  @Test
  void theRawAddressOfOriginCountsAndALongPromptIsNoArgument() throws Exception {
    git("config url.file:///srv/elsewhere/.insteadOf file:///srv/nowhere/");
    Path prompt = Files.writeString(folder.resolve("long.txt"), "go " + "x".repeat(300_000) + "\n");
    JsonNode launched = launch(prompt.toString());
    assertEquals("running", launched.path("state").asString(), launched::toString);
    stop(launched);
  }
}
