package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What other programs read: one document on standard output, no list without its total. */
@Tag("lab")
class JsonTest {
  @TempDir private Path folder;

  @Test
  void everyCommandPrintsOneDocument() throws Exception {
    LabMachine machine = Place.SECOND_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    String playbook =
        operator.playbook(
            "json",
            """
            playbook: json
            steps:
              - file: {path: ~/json, content: "\\"quoted\\"\\n"}
              - command: {run: "echo noise; echo more >&2; false", unless: "false"}
            """);
    String[] run = {"--json", "--on", machine.name(), playbook};
    List<Ended> all = new ArrayList<>();
    all.add(operator.fleet("plan", run).exits(0));
    all.add(operator.fleet("apply", run).exits(1));
    all.add(
        operator.fleet("exec", "--json", "--on", machine.name(), "--", "echo", "a\"b").exits(0));
    all.add(operator.fleet("exec", "--json", "--on", machine.name(), "--", "false").exits(1));
    all.add(operator.fleet("uninstall", "--json", "--yes", "--on", machine.name()).exits(0));
    all.add(operator.fleet("runs", "--json").exits(0));
    all.add(operator.fleet("runs", "show", "--json").exits(0));
    for (Ended each : all) {
      assertEquals(1, each.json().path("schema").asInt(), each::toString);
      assertTrue(each.out().startsWith("{") && each.out().endsWith("}\n"), each::toString);
      List<String> wrong = new ArrayList<>();
      look("", each.json(), wrong);
      assertEquals(List.of(), wrong, each::toString);
      assertFalse(each.err().contains("\tat "), each::err);
    }
    assertEquals("a\"b\n", all.get(2).json().at("/machines/items/0/out").asString());
    assertEquals(3, all.get(5).json().at("/runs/total").asInt());
  }

  /** A list is called items, and its total stands beside it. */
  private static void look(String at, JsonNode node, List<String> wrong) {
    if (node.isArray() && !at.endsWith("/items")) {
      wrong.add("a list without its total: " + at);
    }
    if (node.has("items") && node.path("total").asInt(-1) != node.path("items").size()) {
      wrong.add("a wrong total: " + at);
    }
    node.propertyStream().forEach(p -> look(at + "/" + p.getKey(), p.getValue(), wrong));
    if (node.isArray()) {
      node.forEach(item -> look(at + "/*", item, wrong));
    }
  }

  @Test
  void roundTripsDoNotGrowWithTheSteps() throws Exception {
    LabMachine machine = Place.SECOND_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    String few = files(operator, 10);
    String many = files(operator, 200);
    operator.fleet("apply", "--on", machine.name(), many).exits(0);
    machine.delay(Duration.ofMillis(250));
    try {
      Duration ten = time(operator, machine, few);
      Duration twoHundred = time(operator, machine, many);
      assertTrue(ten.toMillis() > 5 * 250, () -> "nothing delays: " + ten);
      // One round trip for every ten steps more would be 5 s.
      assertTrue(twoHundred.minus(ten).toMillis() < 3_000, () -> ten + " and " + twoHundred);
    } finally {
      machine.delay(Duration.ZERO);
    }
  }

  private static String files(Operator operator, int many) {
    StringBuilder text = new StringBuilder("playbook: many\nsteps:\n");
    for (int i = 0; i < many; i++) {
      text.append("  - file: {path: ~/many/").append(i).append(", content: \"x\\n\"}\n");
    }
    return operator.playbook("many" + many, text.toString());
  }

  private static Duration time(Operator operator, LabMachine machine, String playbook)
      throws InterruptedException {
    Duration best = Duration.ofHours(1);
    for (int i = 0; i < 2; i++) {
      long begun = System.nanoTime();
      operator.fleet("apply", "--on", machine.name(), playbook).exits(0);
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      best = time.compareTo(best) < 0 ? time : best;
    }
    return best;
  }
}
