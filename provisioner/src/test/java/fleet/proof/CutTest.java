package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are lost in the middle of a fix: for a moment, and for good. */
@Tag("lab")
class CutTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private String install(Operator operator, String name) {
    return operator.playbook(
        name, "playbook: cut\nsteps:\n  - package: " + name + "\n    id: it\n");
  }

  private static Running unpacking(Operator operator, LabMachine machine, String playbook)
      throws InterruptedException {
    Running run = operator.start("apply", "-v", "--on", machine.name(), playbook);
    assertTrue(run.says(line -> line.contains("| Unpacking"), LIMIT), run::toString);
    return run;
  }

  private static void assertWhole(LabMachine machine) {
    assertEquals("", machine.exec("dpkg --audit; ls -A /var/lib/fleet/actions", LIMIT).ok());
  }

  @Test
  void aShortCutIsNotEvenNoticed() throws Exception {
    LabMachine machine = Place.CUT_13.machine();
    Operator operator = Operator.of(folder, Place.lab());
    Running run = unpacking(operator, machine, install(operator, "python3-minimal"));
    machine.cutNetwork();
    Thread.sleep(5_000);
    machine.restoreNetwork();
    run.end(LIMIT).exits(0);
    assertWhole(machine);
  }

  @Test
  void whatIsLostIsSaidInTimeAndTheRerunFinishesIt() throws Exception {
    LabMachine cut = Place.CUT_13.machine();
    LabMachine stopped = Place.TROUBLE_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    String install = install(operator, "gcc");
    String slow =
        operator.playbook(
            "slow",
            "playbook: slow\nsteps:\n  - command: {run: \"echo x >>~/begun; sleep 3; echo x >>~/done\", creates: ~/done}\n");
    Running one = unpacking(operator, cut, install);
    Running other = operator.start("apply", "--on", stopped.name(), slow);
    try {
      cut.cutNetwork();
      stopped.exec("until [ -e ~dev/begun ]; do sleep 0.05; done; pkill -STOP sshd", LIMIT).ok();
      for (Ended ended : List.of(one.end(LIMIT).exits(3), other.end(LIMIT).exits(3))) {
        List<String> lost = ended.lines().stream().filter(l -> l.contains("[LOST]")).toList();
        assertTrue(lost.getFirst().contains("gave no sign of life for 30 s"), ended::toString);
        assertTrue(ended.out().endsWith("0 of 1 machines came out well\n"), ended::toString);
        assertEquals("", ended.err());
      }
    } finally {
      cut.restoreNetwork();
      stopped.exec("pkill -CONT sshd", LIMIT).ok();
    }
    Ended rerun = operator.fleet("apply", "--json", "--on", cut.name(), install).exits(0);
    assertTrue(List.of("changed", "unchanged").contains(rerun.outcomes(cut.name()).get("it")));
    cut.exec("gcc --version", LIMIT).ok();
    assertWhole(cut);
    operator.fleet("apply", "--on", stopped.name(), slow).exits(0);
    assertEquals("x\n", stopped.exec("cat ~dev/done", LIMIT).ok());
  }
}
