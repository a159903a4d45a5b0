package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.List;

/** Whether the machine is on the tailnet. */
public final class TailscaleCheck implements MachineCheck {
  @Override
  public String script() {
    return """
    if command -v tailscale >/dev/null; then
      tailscale status --json 2>/dev/null | tr -d " \\n\\t" | grep -o "\\"BackendState\\":\\"[A-Za-z]*\\"" || echo silent
    else
      echo absent
    fi
    """;
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    String said = answer.out().strip().replaceAll(".*:\"|\"$", "");
    return List.of(
        switch (said) {
          case "Running" -> Finding.pass(machine.name(), "tailscale", "connected");
          case "absent" ->
              Finding.warn(
                  machine.name(),
                  "tailscale",
                  "is not installed",
                  "fleet apply tailscale --on " + machine.name());
          case "NeedsLogin", "Stopped", "NoState" ->
              Finding.warn(
                  machine.name(), "tailscale", said, machine.execAsRoot("tailscale", "up"));
          default -> Finding.unknown(machine.name(), "tailscale", "its daemon does not answer");
        });
  }
}
