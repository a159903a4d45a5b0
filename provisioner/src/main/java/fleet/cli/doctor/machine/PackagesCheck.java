package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.List;

/** Packages that dpkg began to install and did not end. */
public final class PackagesCheck implements MachineCheck {
  @Override
  public String script() {
    return "if command -v dpkg >/dev/null; then dpkg --audit; echo audited; else echo absent; fi";
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    String said = answer.out().strip();
    return List.of(
        switch (said) {
          case "absent" -> Finding.notApplicable(machine.name(), "packages", "no dpkg here");
          case "audited" -> Finding.pass(machine.name(), "packages", "all whole");
          default ->
              Finding.fail(
                  machine.name(),
                  "packages",
                  "some are half installed",
                  machine.execAsRoot("dpkg", "--configure", "-a"));
        });
  }
}
