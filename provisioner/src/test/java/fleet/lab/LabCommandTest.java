package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "up 0, a lab has 1 to 4000 machines",
    "up x, 'x'",
    "up, Missing required parameter",
    "up 1 --debian 11, the lab has Debian 12 and 13",
    "up 1 --name Lab!, a lab's name is",
    "'', 'say which: up, down, status or ssh'",
  })
  void badUsageIsExitTwoAndOneClearLine(String line, String message) {
    assertEquals(2, run(line));
    assertTrue(err.toString().contains(message), err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({"status --name none-such", "ssh m1 --name none-such"})
  void aLabThatIsNotUpIsSaidSo(String line) {
    assertEquals(1, run(line));
    assertEquals(
        "fleet lab: no lab none-such is up: fleet lab up 2 --name none-such",
        err.toString().strip());
  }

  @Test
  @Tag("lab")
  void statusIsOneDocument() {
    Lab lab = Labs.shared(2);
    assertEquals(0, run("status --json --name " + lab.name()));
    JsonNode document = JsonMapper.shared().readTree(out.toString());
    assertEquals(1, document.at("/schema").asInt());
    assertEquals(2, document.at("/machines/total").asInt());
    assertEquals("m2", document.at("/machines/items/1/name").asString());
    assertEquals(lab.machine("m2").address(), document.at("/machines/items/1/address").asString());
    assertEquals(12, document.at("/machines/items/1/debian").asInt());
    assertEquals("running", document.at("/machines/items/1/state").asString());
    assertEquals("", err.toString());
  }

  private int run(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ", -1);
    return new CommandLine(new fleet.cli.command.LabCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
