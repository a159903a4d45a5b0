package fleet.registry;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for every machine that does not say otherwise.
 *
 * @param accepted hardening controls that every machine declines, each with the reason
 */
public record Defaults(
    Optional<String> user, int port, Optional<Path> identity, Map<String, String> accepted) {
  public Defaults {
    accepted = Map.copyOf(accepted);
  }
}
