package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrustTest {
  @ParameterizedTest
  @ValueSource(strings = {"claude", "/opt/codex", "gemini"})
  void whatIsSettledOnceIsSettled(String program) {
    Trust trust = Trust.of(program).orElseThrow();
    String settled = trust.with("", "/w/a b\"c").orElseThrow();
    assertEquals(Optional.empty(), trust.with(settled, "/w/a b\"c"));
    assertTrue(trust.with(settled, "/w/other").isPresent());
  }

  @Test
  void allElseIsKept() {
    String mine = "{\"userID\":\"x\",\"projects\":{\"/p\":{\"history\":[1]}},\"n\":1.50}";
    JsonNode settled =
        JsonMapper.shared()
            .readTree(Trust.of("claude").orElseThrow().with(mine, "/w").orElseThrow());
    assertEquals("x", settled.path("userID").asString());
    assertEquals(1, settled.at("/projects/~1p/history/0").asInt());
    assertTrue(settled.at("/projects/~1w/hasTrustDialogAccepted").asBoolean());
    assertEquals(
        "model = \"o\"\n\n[projects.\"/w\"]\ntrust_level = \"trusted\"\n",
        Trust.of("codex").orElseThrow().with("model = \"o\"", "/w").orElseThrow());
  }

  @Test
  void whatIsNotUnderstoodIsLeftAlone() {
    assertEquals(Optional.empty(), Trust.of("claude").orElseThrow().with("{broken", "/w"));
    assertEquals(Optional.empty(), Trust.of("claude").orElseThrow().with("[1]", "/w"));
    assertEquals(Optional.empty(), Trust.of("my-agent"));
  }
}
