package fleet.coordinator.store;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes what looks like a secret out of what is kept for ever. */
final class Masked {
  private static final String MASK = "•••";
  private static final Pattern SECRET =
      Pattern.compile(
          "\\b(?:f[ktj]_|gh[pousr]_|github_pat_|xox[abprs]-|sk-|AKIA)[A-Za-z0-9_-]{12,}"
              + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]+"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*"
              + "|(?<=://)[^/@\\s:]+:[^/@\\s]+(?=@)"
              + "|(?<=\\b[Bb]earer )\\S+"
              + "|(?i)(?<=\\b(?:password|passwd|secret|token|api[_-]?key)[=:])\\s*\\S+");

  private Masked() {}

  static String text(String text) {
    return SECRET.matcher(text).replaceAll(MASK);
  }

  static ObjectNode json(ObjectNode json) {
    ObjectNode masked = JsonNodeFactory.instance.objectNode();
    json.properties().forEach(one -> masked.set(one.getKey(), value(one.getValue())));
    return masked;
  }

  private static JsonNode value(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return json(object);
    }
    return value.isString() ? JsonNodeFactory.instance.stringNode(text(value.asString())) : value;
  }
}
