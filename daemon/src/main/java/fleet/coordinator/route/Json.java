package fleet.coordinator.route;

import fleet.coordinator.http.HttpAnswer;
import fleet.report.BadWireException;
import fleet.yaml.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies: read strictly, written in one form. */
final class Json {
  static final String MEDIA = "application/json";
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final int DEEPEST = 20;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The object that a body is; an empty one where there is no body. */
  static ObjectNode read(byte[] body) {
    if (body.length == 0) {
      return NODES.objectNode();
    }
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw Problem.of(400, "the body is no JSON: " + Shown.oneLine(e.getOriginalMessage()))
          .exception();
    }
    throw Problem.of(400, "the body must be a JSON object").exception();
  }

  static HttpAnswer ok(JsonNode body) {
    return HttpAnswer.of(200, MEDIA, MAPPER.writeValueAsBytes(body));
  }

  static ObjectNode document() {
    return NODES.objectNode().put("schema", 1);
  }

  /** A list as all of them are. */
  static ObjectNode list(Instant asOf, long total, Collection<? extends JsonNode> items) {
    ObjectNode list = document().put("asOf", asOf.toString()).put("total", total);
    ArrayNode array = list.putArray("items");
    items.forEach(array::add);
    return list;
  }

  /** A text that must be there. */
  static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw invalid(name, "a text");
    }
    return value.asString();
  }

  static long whole(JsonNode json, String name, long least, long most) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw invalid(name, "a whole number from " + least + " to " + most);
    }
    return value.asLong();
  }

  static Instant instant(JsonNode json, String name) {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeException _) {
      throw invalid(name, "a time as 2026-11-20T08:00:00Z");
    }
  }

  static ProblemException invalid(String name, String wanted) {
    return Problem.of(422, "%s wants %s".formatted(name, wanted)).exception();
  }

  static ProblemException invalid(BadWireException e) {
    return Problem.of(422, String.valueOf(e.getMessage())).exception();
  }
}
