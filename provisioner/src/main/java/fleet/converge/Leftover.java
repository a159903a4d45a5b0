package fleet.converge;

import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Risk;
import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.yaml.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a risky change of an earlier run still waits to be confirmed: anybody there can tell. */
final class Leftover {
  private static final String LIBRARY =
      """
      guard_waits() {
        if [ -e /etc/systemd/system/fleet-guard.service ] ||
          [ -e /Library/LaunchDaemons/dev.fleetmuster.guard.plist ]; then
          say waits
        else
          say none
        fi
      }
      """;

  /** It is looked at together with the steps of a run. */
  static final Step STEP =
      new Step(
          "guard",
          "guard",
          "what an earlier run left unconfirmed",
          new Position("guard", 1, 1),
          Contract.of("guard", LIBRARY, Call.of("guard_waits"), "none"),
          Account.USER,
          Optional.empty(),
          List.of(),
          Duration.ofSeconds(60),
          Set.of(),
          Risk.NONE,
          List.of(),
          false,
          Set.of(),
          List.of(),
          Optional.empty());

  private Leftover() {}
}
