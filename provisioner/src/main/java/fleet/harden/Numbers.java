package fleet.harden;

import java.util.List;
import java.util.function.Predicate;

/**
 * The controls of one machine, counted; every control is in exactly one of these numbers.
 *
 * @param proven true, and seen by another machine
 * @param config true by the machine's own word alone
 * @param blocked waiting for a person, a reboot or whoever manages the machine
 * @param failed not true, though a run tried or would try
 * @param unknown of which nothing can be said
 * @param accepted declined in fleet.yaml
 * @param absent about something that is not there
 */
public record Numbers(
    int proven,
    int config,
    int blocked,
    int failed,
    int unknown,
    int accepted,
    int absent,
    int total) {
  public static Numbers of(List<Control> controls) {
    return new Numbers(
        count(controls, c -> c.status().isTrue() && c.proven()),
        count(controls, c -> c.status().isTrue() && !c.proven()),
        count(controls, c -> c.status().isBlocked()),
        count(controls, c -> c.status() == Status.FAIL || c.status() == Status.WOULD_FIX),
        count(controls, c -> c.status() == Status.UNKNOWN),
        count(controls, c -> c.status() == Status.ACCEPTED),
        count(controls, c -> c.status() == Status.NOT_APPLICABLE),
        controls.size());
  }

  private static int count(List<Control> controls, Predicate<Control> which) {
    return (int) controls.stream().filter(which).count();
  }
}
