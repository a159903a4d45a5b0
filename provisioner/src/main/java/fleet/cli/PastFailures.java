package fleet.cli;

import fleet.converge.Runs;
import fleet.health.FailureClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What kinds of failure a past run met: each failed step, each machine that was not reached once,
 * and each machine that failed without a step of its own to blame.
 */
public final class PastFailures {
  private PastFailures() {}

  public static List<FailureClass> of(Runs.Past past) {
    Set<String> blamed = new HashSet<>();
    return past.events().stream().flatMap(event -> of(event, blamed)).toList();
  }

  private static Stream<FailureClass> of(JsonNode event, Set<String> blamed) {
    String machine = event.path("machine").asString("");
    boolean step = event.has("step");
    JsonNode said = step ? event.path("step") : event;
    return switch (said.path("outcome").asString("")) {
      case "failed" -> {
        boolean again = !step && blamed.contains(machine);
        blamed.add(machine);
        yield again ? Stream.empty() : Stream.of(named(said));
      }
      case "unreachable" -> step ? Stream.empty() : Stream.of(named(said));
      default -> Stream.empty();
    };
  }

  private static FailureClass named(JsonNode said) {
    return FailureClass.of(said.path("why").asString(""));
  }
}
