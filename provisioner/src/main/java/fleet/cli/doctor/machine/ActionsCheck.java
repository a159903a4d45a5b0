package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.List;

/** Detached actions that began and whose end nobody has seen. */
public final class ActionsCheck implements MachineCheck {
  @Override
  public String script() {
    return """
    for action in "$HOME"/.local/state/fleet/actions/* /var/lib/fleet/actions/*; do
      [ ! -d "$action" ] || echo "$action"
    done
    """;
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    List<String> left = answer.out().lines().toList();
    return List.of(
        left.isEmpty()
            ? Finding.pass(machine.name(), "actions", "none is unfinished")
            : Finding.warn(
                machine.name(),
                "actions",
                "%d of an earlier run are unfinished; the same run again waits for them"
                    .formatted(left.size()),
                "fleet runs show"));
  }
}
