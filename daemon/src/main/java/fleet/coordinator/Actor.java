package fleet.coordinator;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the key, which is never kept itself
 * @param machine the id of the machine that a key of role {@link Role#MACHINE} reports as
 */
public record Actor(String id, Role role, Optional<String> machine) {
  public boolean may(Role wanted) {
    return role.compareTo(wanted) >= 0;
  }
}
