package fleet.coordinator.store;

import fleet.report.Condition;
import fleet.report.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A machine's conditions as the text of a column. */
final class ConditionsJson {
  private ConditionsJson() {}

  static String of(List<Condition> conditions) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Condition condition : conditions) {
      json.addObject()
          .put("type", condition.type())
          .put("severity", condition.severity().word())
          .put("reason", condition.reason())
          .put("since", condition.since().toString());
    }
    return json.toString();
  }

  static List<Condition> read(@Nullable String text) {
    if (text == null || text.equals("[]")) {
      return List.of();
    }
    return MemberJson.JSON.readTree(text).values().stream().map(ConditionsJson::condition).toList();
  }

  private static Condition condition(JsonNode json) {
    return new Condition(
        json.path("type").asString(),
        Severity.valueOf(json.path("severity").asString().toUpperCase(Locale.ROOT)),
        json.path("reason").asString(),
        Instant.parse(json.path("since").asString()));
  }
}
