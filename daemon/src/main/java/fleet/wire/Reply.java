package fleet.wire;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a coordinator answered, whatever its status.
 *
 * @param body the JSON object; empty where there was none
 * @param date the coordinator's clock, to the second
 */
public record Reply(int status, JsonNode body, Optional<Instant> date) {
  public boolean ok() {
    return status >= 200 && status < 300;
  }
}
