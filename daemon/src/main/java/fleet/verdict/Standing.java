package fleet.verdict;

import fleet.report.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict is made of.
 *
 * @param knownSince when the machine became a member
 * @param lastHeard when the last beat arrived, by the coordinator's clock
 * @param expectedBy when the next one was promised
 * @param portable whether it may sleep
 * @param mutedUntil until when nobody wants to hear of it
 */
public record Standing(
    Instant knownSince,
    Optional<Instant> lastHeard,
    Optional<Instant> expectedBy,
    boolean portable,
    boolean pending,
    Optional<Instant> mutedUntil,
    List<Condition> conditions) {
  public Standing {
    conditions = List.copyOf(conditions);
  }
}
