package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.List;

/** Whether an update waits for a reboot. */
public final class RebootCheck implements MachineCheck {
  @Override
  public String script() {
    return "if [ -e /run/reboot-required ]; then echo yes; else echo no; fi";
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    return List.of(
        answer.out().strip().equals("yes")
            ? Finding.warn(
                machine.name(),
                "reboot",
                "an update waits for one",
                machine.execAsRoot("shutdown", "-r", "+1"))
            : Finding.pass(machine.name(), "reboot", "not needed"));
  }
}
