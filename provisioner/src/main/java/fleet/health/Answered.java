package fleet.health;

import fleet.registry.MachineName;
import fleet.report.BadWireException;
import fleet.report.Wire;
import fleet.wire.CoordinatorException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A coordinator's list of machines, read.
 *
 * @param asOf the moment by its clock
 * @param machines those that it has not retired or has no newer one of the name of, by the key of
 *     their name
 * @param others further ones of the same names
 * @param unreadable what is told in a form that cannot be read, and what of it, by key
 * @param total how many there are, by its own count
 * @param listed how many it listed
 */
record Answered(
    Instant asOf,
    Map<String, Told> machines,
    List<Told> others,
    Map<String, String> unreadable,
    long total,
    long listed) {
  static Answered of(JsonNode body) throws CoordinatorException {
    if (!body.path("items").isArray() || !body.has("schema")) {
      throw new CoordinatorException(0, "answers something that is no list of machines");
    }
    if (body.path("schema").asInt(0) != 1) {
      throw new CoordinatorException(
          0,
          "answers in version %s, and this fleet reads version 1: upgrade the older of them"
              .formatted(body.path("schema").toString()));
    }
    Map<String, Told> machines = new LinkedHashMap<>();
    List<Told> others = new ArrayList<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    for (JsonNode item : body.path("items")) {
      try {
        Told told = Told.of(item);
        Told before = machines.get(MachineName.key(told.name()));
        boolean better = before == null || before.retired();
        Optional.ofNullable(better ? before : told).ifPresent(others::add);
        if (better) {
          machines.put(MachineName.key(told.name()), told);
        }
      } catch (BadWireException e) {
        unreadable.put(MachineName.key(item.path("name").asString("a machine")), e.getMessage());
      }
    }
    return new Answered(
        asOf(body),
        machines,
        others.stream().filter(told -> !told.retired()).toList(),
        unreadable,
        body.path("total").asLong(-1),
        body.path("items").size());
  }

  private static Instant asOf(JsonNode body) throws CoordinatorException {
    try {
      return Wire.instant(body, "asOf");
    } catch (BadWireException e) {
      throw new CoordinatorException(0, "answers without its time: " + e.getMessage());
    }
  }
}
