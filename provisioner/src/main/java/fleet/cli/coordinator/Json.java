package fleet.cli.coordinator;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody else wrote. */
final class Json {
  private Json() {}

  /** The object, if it is one. */
  static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
