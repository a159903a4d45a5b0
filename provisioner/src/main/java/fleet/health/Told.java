package fleet.health;

import fleet.report.BadWireException;
import fleet.report.Condition;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Wire;
import fleet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the coordinator tells of one machine; a field that this reader does not know is ignored, and
 * one that has not its form is a {@link BadWireException}.
 *
 * @param proposes whether it says another key or address, and nobody has approved that yet
 * @param verdict none where the coordinator has a newer word for it, which is in {@code why} then
 */
record Told(
    String id,
    String name,
    boolean retired,
    boolean proposes,
    Place place,
    Optional<Verdict> verdict,
    String why,
    Optional<Instant> since,
    Optional<Instant> lastHeard,
    List<Condition> conditions,
    Optional<List<Row>> disk,
    Optional<Row> tailscale) {
  private static final int LONGEST = 1000;
  private static final int MOST = 500;

  /** Where the coordinator thinks that the machine is. */
  record Place(String address, String user, long port) {}

  static Told of(JsonNode json) {
    String word = text(json, "verdict");
    Optional<Verdict> verdict =
        Stream.of(Verdict.values()).filter(each -> each.word().equals(word)).findFirst();
    String why = json.has("why") ? text(json, "why") : "";
    JsonNode registration = json.path("registration");
    return new Told(
        text(json, "id"),
        text(json, "name"),
        json.path("state").asString("").equals("retired"),
        json.has("proposed"),
        new Place(
            registration.path("address").asString(""),
            registration.path("user").asString(""),
            registration.path("port").asLong(0)),
        verdict,
        verdict.isPresent()
            ? why
            : "the coordinator says '%s', which is newer than this fleet".formatted(word),
        time(json, "since"),
        time(json, "lastHeard"),
        items(json.path("conditions"), "conditions").map(Told::condition).toList(),
        rows(json, "disk").filter(rows -> !rows.isEmpty()),
        rows(json, "tailscale").flatMap(rows -> rows.stream().findFirst()));
  }

  private static Condition condition(JsonNode json) {
    String word = text(json, "severity");
    Severity severity =
        Stream.of(Severity.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseThrow(() -> new BadWireException("severity", "info, warning or critical"));
    return new Condition(
        text(json, "type"), severity, text(json, "reason"), Wire.instant(json, "since"));
  }

  /** A list with its total, a bare one, or one thing alone. */
  private static Stream<JsonNode> items(JsonNode json, String name) {
    JsonNode list = json.has("items") ? json.path("items") : json;
    if (!list.isArray() || list.size() > MOST) {
      throw new BadWireException(name, "a list of at most " + MOST);
    }
    return list.valueStream();
  }

  private static Optional<List<Row>> rows(JsonNode all, String name) {
    JsonNode json = all.path(name);
    if (json.isMissingNode() || json.isNull()) {
      return Optional.empty();
    }
    if (json.isObject() && !json.has("items")) {
      return json.isEmpty() ? Optional.empty() : Optional.of(List.of(Wire.row(name, json)));
    }
    return Optional.of(items(json, name).map(row -> Wire.row(name, row)).toList());
  }

  private static String text(JsonNode json, String name) {
    return Wire.text(json, name, LONGEST);
  }

  private static Optional<Instant> time(JsonNode json, String name) {
    return json.path(name).isMissingNode() || json.path(name).isNull()
        ? Optional.empty()
        : Optional.of(Wire.instant(json, name));
  }
}
