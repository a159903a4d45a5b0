package fleet.harden;

import java.util.List;
import java.util.Optional;

/** What waited for a reboot is true only after one. */
final class Pending {
  private Pending() {}

  /**
   * The controls with those that still wait.
   *
   * @param boot changes with each start of the machine; empty where it does not say
   */
  static List<Control> settle(List<Control> controls, String boot, Optional<Hardened> last) {
    boolean sameBoot = last.filter(run -> boot.isEmpty() || run.boot().equals(boot)).isPresent();
    return controls.stream()
        .map(
            control ->
                sameBoot && control.status().isTrue() && waited(last, control)
                    ? control.as(
                        Status.PENDING_REBOOT, "the machine has not been started again since")
                    : control)
        .toList();
  }

  private static boolean waited(Optional<Hardened> last, Control control) {
    return last.flatMap(run -> run.control(control.id()))
        .filter(before -> before.status() == Status.PENDING_REBOOT)
        .isPresent();
  }
}
