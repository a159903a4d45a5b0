package fleet.coordinator;

import java.time.Instant;
import java.util.Optional;

/**
 * A machine as the coordinator knows it.
 *
 * @param id as in {@code mach_01JD…}; never used again
 * @param registration what holds
 * @param proposed what the machine says now and nobody has approved: another key or address
 * @param revision the number of its last revision, from 1
 */
public record Member(
    String id,
    State state,
    Registration registration,
    Optional<Registration> proposed,
    Optional<Instant> mutedUntil,
    Instant knownSince,
    long revision) {
  /** Where a machine is on its way into the fleet and out of it. */
  public enum State {
    PENDING,
    APPROVED,
    /** It was removed, and stays so. */
    RETIRED
  }

  public String name() {
    return registration.hostname();
  }
}
