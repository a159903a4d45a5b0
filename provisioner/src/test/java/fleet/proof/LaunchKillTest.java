package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Somebody kills the operator, or the machine's side of a launch, at any moment of it; then it is
 * launched again with the same key. The suite takes a handful of moments; {@code mvn verify
 * -Dtest=LaunchKillTest -Dfleet.proof.launchkills=300} takes so many.
 */
@Tag("lab")
class LaunchKillTest {
  private static final int SLOTS = 500;

  /**
   * What is killed on the machine: its processes of a launch, by what stands in their command line.
   */
  private static final List<String> SIDES = List.of("operator", "launch", "run", "watch", "sshd");

  @TempDir private Path folder;

  @Test
  void aRelaunchStartsNoSecondAndLosesNothing() throws Exception {
    int kills = Integer.getInteger("fleet.proof.launchkills", 5);
    LaunchLab lab = LaunchLab.shared();
    LabMachine machine = lab.machine("m2");
    LaunchLab.project(machine, "kills");
    Operator operator = lab.operator(folder, SLOTS, "", "kills");
    Random random = new Random(20261121);
    for (int i = 0; i < kills; i++) {
      String side = SIDES.get(i % SIDES.size());
      int after = random.nextInt(2500);
      once(operator, machine, "k" + i, side, after);
    }
  }

  private static Ended launch(Operator operator, String key) throws InterruptedException {
    return start(operator, key).end(Operator.LIMIT);
  }

  private static Running start(Operator operator, String key) {
    return operator.start(
        "launch", "kills", "--json", "--on", "m2", "--prompt", "go", "--key", key, "--task", key);
  }

  private static void once(
      Operator operator, LabMachine machine, String key, String side, int after)
      throws InterruptedException {
    String when = "%s killed %d ms after the start of %s".formatted(side, after, key);
    Running first = start(operator, key);
    Thread.sleep(after);
    if (side.equals("operator")) {
      first.kill();
    } else {
      LaunchLab.root(machine, killing(side));
    }
    JsonNode again = launch(operator, key).json();
    if (!side.equals("operator")) {
      Ended _ = first.end(Operator.LIMIT);
    }
    String state = again.path("state").asString();
    // A session whose supervisor was killed is over, and says so; a key stands for one session.
    assertTrue(List.of("running", "failed", "starting").contains(state), () -> when + again);
    String agents =
        LaunchLab.root(
            machine,
            """
            for f in $(grep -lF 'FLEET_SESSION=' /proc/[0-9]*/environ 2>/dev/null); do
              p=${f%/environ}; tr '\\0' '\\n' <$f | grep -q . && readlink $p/cwd
            done | grep -c 'task-KEY$' || :
            """
                .replace("KEY", key));
    // The stand-in and its sleep.
    assertTrue(Integer.parseInt(agents.strip()) <= 2, () -> when + ": agents " + agents);
    if (state.equals("running")) {
      assertTrue(
          LaunchLab.root(machine, "kill -0 " + again.path("pid").asString() + " && echo alive")
              .contains("alive"),
          () -> "a false running, " + when);
    }
    for (JsonNode each : LaunchLab.sessions(operator, machine)) {
      if (each.path("task").asString().equals(key) && each.path("pid").isNumber()) {
        operator.fleet("sessions stop", each.path("session").asString()).exits(0);
      }
    }
    operator.fleet("sessions clean", "--on", "m2").exits(0);
    String tree = "worktrees/kills/task-" + key;
    assertEquals(
        "",
        LaunchLab.dev(machine, "ls -d ~/.local/state/fleet/" + tree + "* 2>/dev/null || :"),
        "a stray worktree, " + when);
  }

  private static String killing(String side) {
    return side.equals("sshd")
        ? "for p in $(pgrep -u dev sshd); do kill -9 $p; done; :"
        : "for p in $(pgrep -u dev -f 'session-[0-9a-f]*.sh %s '); do kill -9 $p; done; :"
            .formatted(side);
  }
}
