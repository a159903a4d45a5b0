package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How one fleet command ended. */
record Ended(int exit, String out, String err) {
  /** Itself, if it ended so. */
  Ended exits(int wanted) {
    assertEquals(wanted, exit, this::toString);
    return this;
  }

  /** Standard output, which is one JSON document and nothing else. */
  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** The outcome of each step of one machine by the step's id, read from JSON. */
  Map<String, String> outcomes(String machine) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode each : json().at("/machines/items")) {
      if (each.path("machine").asString().equals(machine)) {
        each.at("/steps/items")
            .forEach(s -> outcomes.put(s.path("id").asString(), s.path("outcome").asString()));
      }
    }
    return outcomes;
  }

  /** The outcome of a step of one machine with its reason, as {@code blocked mdm: …}. */
  String step(String machine, String id) {
    for (JsonNode each : json().at("/machines/items")) {
      for (JsonNode step : each.at("/steps/items")) {
        if (each.path("machine").asString().equals(machine)
            && step.path("id").asString().equals(id)) {
          return (step.path("outcome").asString() + " " + step.path("why").asString()).strip();
        }
      }
    }
    return "absent";
  }

  /** The ids of the steps of one machine that came out so. */
  TreeSet<String> steps(String machine, String outcome) {
    return outcomes(machine).entrySet().stream()
        .filter(entry -> entry.getValue().equals(outcome))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One machine's outcome and why, read from JSON. */
  String machine(String machine) {
    for (JsonNode each : json().at("/machines/items")) {
      if (each.path("machine").asString().equals(machine)) {
        return (each.path("outcome").asString() + " " + each.path("why").asString()).strip();
      }
    }
    return "absent";
  }

  /** The lines of both streams. */
  List<String> lines() {
    return (out + err).lines().toList();
  }

  @Override
  public String toString() {
    return "exit " + exit + "\n--- out\n" + out + "--- err\n" + err;
  }
}
