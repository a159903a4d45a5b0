package fleet.agent;

import fleet.probe.Collector;
import fleet.report.BadWireException;
import fleet.report.HealthReport;
import fleet.report.Json;
import fleet.report.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an agent that starts for each beat remembers of the last one: what is dear to ask. */
record Kept(Path file) {
  void recall(Collector collector) {
    try {
      JsonNode json = Json.read(Files.readString(file));
      Map<String, Instant> until = new TreeMap<>();
      json.path("until")
          .properties()
          .forEach(each -> until.put(each.getKey(), Instant.parse(each.getValue().asString(""))));
      collector.recall(Wire.report(json.path("report")), until);
    } catch (IOException | JacksonException | BadWireException | DateTimeException _) {
      // All is asked anew.
    }
  }

  void write(Collector collector, HealthReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode until = json.putObject("until");
    collector.keptUntil().forEach((name, end) -> until.put(name, end.toString()));
    json.set("report", Wire.of(report));
    try {
      Durable.write(file, Json.bytes(json));
    } catch (IOException _) {
      // The next beat asks more than it need.
    }
  }
}
