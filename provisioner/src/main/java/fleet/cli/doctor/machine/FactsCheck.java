package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.playbook.Facts;
import fleet.shell.Answer;
import java.util.List;

/** What the machine is, and how fleet becomes root there. */
public final class FactsCheck implements MachineCheck {
  @Override
  public String script() {
    return """
    if [ "$(id -u)" = 0 ]; then echo root
    elif ! command -v sudo >/dev/null; then echo none
    elif sudo -n true 2>/dev/null; then echo NOPASSWD
    elif sudo -n -l 2>&1 | grep -q password; then echo "with password"
    else echo none
    fi
    """;
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    Facts facts = machine.facts();
    String is =
        "%s %s %s, %s with %s in %s"
            .formatted(
                facts.os(),
                facts.distro(),
                facts.arch(),
                facts.user(),
                facts.shell(),
                facts.home());
    String sudo = answer.out().strip();
    return List.of(
        Finding.pass(machine.name(), "facts", is),
        sudo.equals("none")
            ? Finding.warn(
                machine.name(),
                "sudo",
                "none: steps that need root are blocked",
                "fleet ssh " + machine.name() + " su -c \"usermod -aG sudo " + facts.user() + "\"")
            : Finding.pass(machine.name(), "sudo", sudo));
  }
}
