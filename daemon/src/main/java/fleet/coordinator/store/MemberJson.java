package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Members as the texts of columns and revisions. */
final class MemberJson {
  static final ObjectMapper JSON = JsonMapper.shared();

  private MemberJson() {}

  /** What a revision shows. */
  static ObjectNode of(Member member) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("state", member.state().name().toLowerCase(Locale.ROOT));
    json.set("registration", member.registration().json());
    member.proposed().ifPresent(proposed -> json.set("proposed", proposed.json()));
    member.mutedUntil().ifPresent(until -> json.put("mutedUntil", until.toString()));
    return json;
  }

  static Registration registration(String text) {
    JsonNode json = JSON.readTree(text);
    return new Registration(
        json.path("hostname").asString(),
        json.path("address").asString(),
        json.path("user").asString(),
        json.path("port").asInt(),
        json.path("os").asString(),
        json.path("arch").asString(),
        json.path("publicKey").asString(),
        json.path("hostKey").asString());
  }
}
