package fleet.harden;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control that was true when a run ended, and was not when the next one began.
 *
 * @param now how it stands after this run
 */
public record Drift(String id, String title, Status now) {
  static List<Drift> since(Optional<Hardened> last, List<Control> controls) {
    List<Drift> drifts = new ArrayList<>();
    for (Control control : controls) {
      boolean wasTrue =
          last.flatMap(run -> run.control(control.id()))
              .filter(before -> before.status().isTrue())
              .isPresent();
      if (wasTrue && isNoLonger(control.status())) {
        drifts.add(new Drift(control.id(), control.title(), control.status()));
      }
    }
    return List.copyOf(drifts);
  }

  /** What was fixed was not true; of the unknown, of what is accepted or gone nothing is said. */
  private static boolean isNoLonger(Status status) {
    return switch (status) {
      case FIXED, WOULD_FIX, FAIL, PENDING_REBOOT, BLOCKED, MANUAL -> true;
      case PASS, UNKNOWN, ACCEPTED, NOT_APPLICABLE -> false;
    };
  }
}
