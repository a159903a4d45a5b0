package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's process is killed at the boundaries of steps and in the middle of apt. The suite
 * takes a handful of moments; {@code mvn verify -Dtest=KilledTest -Dfleet.proof.kills=all} takes
 * them all.
 */
@Tag("lab")
class KilledTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int STEPS = 12;

  @TempDir private Path folder;

  /**
   * A moment to kill at.
   *
   * @param line what is seen on standard output
   * @param times how often before it counts
   * @param later milliseconds from there on
   */
  private record Moment(String what, Predicate<String> line, int times, int later) {}

  private static List<Moment> moments() {
    boolean all = "all".equals(System.getProperty("fleet.proof.kills"));
    Random random = new Random(20261120);
    List<Moment> moments = new ArrayList<>();
    for (int k = 1; k < STEPS; k++) {
      if (all || k == 1 || k == 9) {
        moments.add(step(k, 0));
      }
      if (all || k == 5 || k == 11) {
        moments.add(step(k, random.nextInt(400)));
      }
    }
    List<String> ofApt = List.of("Get:1", "Unpacking", "Setting up", "Processing triggers");
    for (String word : all ? ofApt : List.of("Setting up")) {
      moments.add(new Moment(word, line -> line.contains("| " + word), 1, random.nextInt(50)));
    }
    return moments;
  }

  private static Moment step(int k, int wait) {
    return new Moment("step " + k, line -> line.contains("[CHANGED]"), k, wait);
  }

  @Test
  void aRerunEndsWhereAnUndisturbedRunEnds() throws Exception {
    LabMachine machine = Place.KILLED_13.machine();
    Operator operator = Operator.of(folder, Place.lab());
    Rich.furnish(machine);
    machine.exec("apt-get install -qy --no-install-recommends git 2>&1", LIMIT).ok();
    String[] apply = {
      "-v", "--on", machine.name(), operator.playbook("twelve", Rich.text("twelve.yaml"))
    };
    Snapshot bare = Snapshot.of(machine);
    operator.fleet("apply", apply).exits(0);
    Snapshot undisturbed = Snapshot.of(machine);
    uninstall(operator, machine, bare, "an undisturbed run");

    for (Moment moment : moments()) {
      String when = "killed " + moment.later() + " ms after " + moment.what();
      if (moment.what().startsWith("Get:")) {
        machine.exec("apt-get clean", LIMIT).ok();
      }
      Running run = operator.start("apply", apply);
      assertTrue(run.says(moment.line(), moment.times(), LIMIT), () -> when + run);
      Thread.sleep(moment.later());
      run.kill();

      Ended rerun = operator.fleet("apply", apply);
      assertEquals(0, rerun.exit(), () -> when + "\n" + rerun);
      assertEquals("", machine.exec("dpkg --audit", LIMIT).ok(), when);
      assertEquals(
          List.of(), Snapshot.of(machine).differsFrom(undisturbed, KilledTest::noState), when);
      assertEquals("", machine.exec(RUNNING, LIMIT).ok(), when);
      assertEquals("", machine.exec("sed 1d ~dev/twelve/made", LIMIT).ok(), "run twice, " + when);
      uninstall(operator, machine, bare, when);
    }
  }

  /** What only a run has: locks that live and running actions. */
  private static final String RUNNING =
      """
      for s in /var/lib/fleet ~dev/.local/state/fleet; do
        find $s -name '.lock*' -o -name '.claim' -o -path '*/actions/*'
        [ ! -f $s/lock ] || { read -r pid rest <$s/lock; ! kill -0 $pid 2>/dev/null || echo "$pid $rest"; }
      done
      """;

  @Test
  void whatOutlivesItsOperatorIsNotRunBesideItself() throws Exception {
    LabMachine machine = Place.KILLED_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    String slow =
        """
        playbook: slow
        steps:
          - command: {run: "echo begin >>~/slow; sleep 6; echo end >>~/slow; touch ~/slow-done", unless: "test -e ~/slow-done"}
        """;
    String[] apply = {"--on", machine.name(), operator.playbook("slow", slow)};
    Running run = operator.start("apply", apply);
    machine.exec("until [ -e ~dev/slow ]; do sleep 0.05; done", LIMIT).ok();
    run.kill();

    long begun = System.nanoTime();
    operator.fleet("apply", apply).exits(0);
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 60);
    Thread.sleep(7_000);
    String said = machine.exec("cat ~dev/slow", LIMIT).ok();
    assertTrue(
        said.equals("begin\nend\n") || said.equals("begin\nbegin\nend\n"),
        () -> "two at a time: " + said);
  }

  private static void uninstall(Operator operator, LabMachine machine, Snapshot bare, String when)
      throws InterruptedException {
    Ended uninstall =
        operator.fleet("uninstall", "--yes", "--packages", "--on", machine.name()).exits(0);
    assertEquals(
        List.of(),
        Snapshot.of(machine).differsFrom(bare, UninstallTest::ours),
        () -> when + "\n" + uninstall);
  }

  private static boolean noState(String name) {
    return UninstallTest.ours(name)
        && !name.matches("/home/dev/dev/proof/.git/(index|logs/.*)") // they hold the time
        && !name.startsWith("/var/lib/fleet")
        && !name.startsWith("/home/dev/.local");
  }
}
