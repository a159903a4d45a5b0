package fleet.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Beats and reports as JSON, version 1. Unknown fields are ignored and missing ones absent, so that
 * an older reader survives; what is there must have its form, else {@link BadWireException} says
 * which field.
 */
public final class Wire {
  public static final int VERSION = 1;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_TEXT = 1000;
  private static final int MOST_ROWS = 200;

  private Wire() {}

  public static ObjectNode of(Beat beat) {
    ObjectNode json =
        JSON.objectNode()
            .put("v", VERSION)
            .put("series", beat.series())
            .put("number", beat.number())
            .put("at", beat.at().toString());
    if (beat.dropped() > 0) {
      json.put("dropped", beat.dropped());
    }
    beat.report().ifPresent(report -> json.set("report", of(report)));
    return json;
  }

  public static ObjectNode of(Ack ack) {
    return JSON.objectNode()
        .put("v", VERSION)
        .put("number", ack.number())
        .put("next", ack.next().toSeconds())
        .put("now", ack.now().toString())
        .put("wantsReport", ack.wantsReport());
  }

  public static ObjectNode of(HealthReport report) {
    ObjectNode readings = JSON.objectNode();
    report.readings().forEach((probe, reading) -> readings.set(probe, of(reading)));
    ObjectNode json =
        JSON.objectNode()
            .put("v", VERSION)
            .put("takenAt", report.takenAt().toString())
            .put("agent", report.agent());
    json.set("readings", readings);
    return json;
  }

  private static ObjectNode of(Reading<List<Row>> reading) {
    ObjectNode json = JSON.objectNode();
    switch (reading) {
      case Reading.Measured<List<Row>>(List<Row> rows) -> {
        ArrayNode array = json.putArray("rows");
        rows.forEach(row -> array.add(of(row)));
      }
      case Reading.Failed<List<Row>>(String why) -> json.put("failed", why);
      case Reading.TimedOut<List<Row>>(Duration after) -> json.put("timedOut", after.toSeconds());
      case Reading.Absent<List<Row>>(String why) -> json.put("absent", why);
    }
    return json;
  }

  public static ObjectNode of(Row row) {
    ObjectNode json = JSON.objectNode();
    row.values()
        .forEach(
            (name, value) -> {
              switch (value) {
                case Long whole -> json.put(name, whole);
                case Double number -> json.put(name, number);
                case Boolean yes -> json.put(name, yes);
                default -> json.put(name, value.toString());
              }
            });
    return json;
  }

  public static Beat beat(JsonNode json) {
    return new Beat(
        text(json, "series", 64),
        whole(json, "number"),
        instant(json, "at"),
        json.has("dropped") ? whole(json, "dropped") : 0,
        json.has("report") ? Optional.of(report(json.get("report"))) : Optional.empty());
  }

  public static Ack ack(JsonNode json) {
    return new Ack(
        whole(json, "number"),
        Duration.ofSeconds(whole(json, "next")),
        instant(json, "now"),
        json.path("wantsReport").asBoolean(false));
  }

  public static HealthReport report(JsonNode json) {
    var readings = new TreeMap<String, Reading<List<Row>>>();
    JsonNode all = json.path("readings");
    if (!all.isObject()) {
      throw new BadWireException("readings", "an object of readings");
    }
    all.properties()
        .forEach(one -> readings.put(one.getKey(), reading(one.getKey(), one.getValue())));
    return new HealthReport(instant(json, "takenAt"), text(json, "agent", 100), readings);
  }

  private static Reading<List<Row>> reading(String probe, JsonNode json) {
    if (json.path("rows") instanceof ArrayNode rows) {
      if (rows.size() > MOST_ROWS) {
        throw new BadWireException(probe + ".rows", "at most " + MOST_ROWS + " rows");
      }
      List<Row> read = new ArrayList<>();
      rows.forEach(row -> read.add(row(probe, row)));
      return new Reading.Measured<>(List.copyOf(read));
    }
    if (json.has("failed")) {
      return new Reading.Failed<>(text(json, "failed", LONGEST_TEXT));
    }
    if (json.has("timedOut")) {
      return new Reading.TimedOut<>(Duration.ofSeconds(whole(json, "timedOut")));
    }
    if (json.has("absent")) {
      return new Reading.Absent<>(text(json, "absent", LONGEST_TEXT));
    }
    return new Reading.Absent<>("told in a form that is newer than this reader");
  }

  /** One row of a probe's. */
  public static Row row(String probe, JsonNode json) {
    var values = new TreeMap<String, Object>();
    json.properties()
        .forEach(
            one -> {
              JsonNode value = one.getValue();
              if (value.isString()) {
                values.put(one.getKey(), text(json, one.getKey(), LONGEST_TEXT));
              } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                values.put(one.getKey(), value.asLong());
              } else if (value.isNumber()) {
                values.put(one.getKey(), value.asDouble());
              } else if (value.isBoolean()) {
                values.put(one.getKey(), value.asBoolean());
              }
            });
    if (!json.isObject()) {
      throw new BadWireException(probe + ".rows", "objects");
    }
    return new Row(values);
  }

  /** A field that is one line of text. */
  public static String text(JsonNode json, String name, int most) {
    JsonNode value = json.path(name);
    if (!value.isString()
        || value.asString().length() > most
        || value.asString().chars().anyMatch(Character::isISOControl)) {
      throw new BadWireException(name, "one line of text, at most " + most + " characters");
    }
    return value.asString();
  }

  private static long whole(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw new BadWireException(name, "a whole number, 0 or more");
    }
    return value.asLong();
  }

  /** A field that is a time. */
  public static Instant instant(JsonNode json, String name) {
    try {
      return Instant.parse(text(json, name, 40));
    } catch (DateTimeException _) {
      throw new BadWireException(name, "a time as 2026-11-20T08:00:00Z");
    }
  }
}
