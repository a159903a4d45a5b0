package fleet.verdict;

import fleet.report.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict is made of.
 *
 * @param knownSince when the machine became a member, or asked to
 * @param heard its last beat; none if it never reported
 * @param portable whether it may sleep
 * @param mutedUntil until when nobody wants to hear of it
 */
public record Standing(
    Instant knownSince,
    Optional<Heard> heard,
    boolean portable,
    boolean pending,
    Optional<Instant> mutedUntil,
    List<Condition> conditions) {
  public Standing {
    conditions = List.copyOf(conditions);
  }
}
