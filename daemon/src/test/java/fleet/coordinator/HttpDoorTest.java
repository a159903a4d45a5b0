package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes to the door and is no request of a proper client. */
class HttpDoorTest {
  @TempDir private static Path dir;
  private static TestCoordinator it;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    it = TestCoordinator.plain(dir);
    token = it.token("m1");
  }

  @AfterAll
  static void stop() throws IOException {
    it.close();
  }

  @BeforeEach
  void anotherMinute() {
    it.advance(Duration.ofMinutes(1));
  }

  private static String post(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
        .formatted(path, token, headers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 200",
        "GET /healthz HTTP/1.0\\r\\n\\r\\n | 200",
        "GET /healthz HTTP/1.1\\r\\n\\r\\n | 400",
        "GET /healthz HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n | 505",
        "GET  /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /healthz\\r\\n\\r\\n | 400",
        "get /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET http://x/healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET //healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /v1%2Fmachines HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /%00 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "GET /../etc/passwd HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 404",
        "GET /healthz HTTP/1.1\\nHost: x\\n\\n | 400",
        "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n | 400",
        "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n folded\\r\\n\\r\\n | 400",
        "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nA : b\\r\\n\\r\\n | 400",
        "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nExpect: tea\\r\\n\\r\\n | 417",
        "G\u0003T /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
        "PATCH /v1/machines HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 405",
        "DELETE /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 405",
        "POST /v1/beats HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nabc | 400",
        "POST /v1/beats HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
        "POST /v1/beats HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400",
        "POST /v1/beats HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n | 501"
      })
  void hasTheRightStatus(String request, int status) throws IOException {
    String bytes = request.replace("\\r", "\r").replace("\\n", "\n");
    try (Talk talk = Talk.to(it.port())) {
      String answer = talk.say(bytes).hear();
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertFalse(answer.contains("Exception"), answer);
      assertTrue(answer.contains("X-Correlation-Id: corr_"), answer);
      if (status >= 400) {
        assertTrue(answer.contains("application/problem+json"), answer);
      }
    }
  }

  @Test
  void longHeadsAreRefused() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      talk.say("GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9000) + "\r\n\r\n");
      assertTrue(talk.hear().startsWith("HTTP/1.1 431 "));
    }
    try (Talk talk = Talk.to(it.port())) {
      talk.say("GET /" + "a".repeat(3000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(talk.hear().startsWith("HTTP/1.1 414 "));
    }
    try (Talk talk = Talk.to(it.port())) {
      var headers = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        headers.append("A").append(i).append(": b\r\n");
      }
      talk.say("GET /healthz HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
      assertTrue(talk.hear().startsWith("HTTP/1.1 431 "));
    }
  }

  @Test
  void longBodiesAreRefusedBeforeTheyAreRead() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      talk.say(post("/v1/beats", "Content-Length: 10000000\r\n"));
      assertTrue(talk.hear().startsWith("HTTP/1.1 413 "));
    }
    try (Talk talk = Talk.to(it.port())) {
      talk.say(post("/v1/beats", "Transfer-Encoding: chunked\r\n"));
      talk.say("ffff\r\n" + " ".repeat(0xffff) + "\r\nff\r\n" + " ".repeat(0xff) + "\r\n");
      assertTrue(talk.hear().startsWith("HTTP/1.1 413 "));
    }
    try (Talk talk = Talk.to(it.port())) {
      talk.say(post("/v1/beats", "Transfer-Encoding: chunked\r\n") + "zz\r\n");
      assertTrue(talk.hear().startsWith("HTTP/1.1 400 "));
    }
  }

  @Test
  void aBodyInChunksIsABody() throws IOException {
    String beat = TestCoordinator.beat(1).strip();
    try (Talk talk = Talk.to(it.port())) {
      talk.say(post("/v1/beats", "Connection: close\r\nTransfer-Encoding: chunked\r\n"));
      talk.say("5;x=y\r\n" + beat.substring(0, 5) + "\r\n");
      talk.say(Integer.toHexString(beat.length() - 5) + "\r\n" + beat.substring(5) + "\r\n");
      String answer = talk.say("0\r\nA: b\r\n\r\n").hear();
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
  }

  @Test
  void whoWantsToBeAskedOnIsAskedOn() throws IOException {
    String beat = TestCoordinator.beat(1).strip();
    try (Talk talk = Talk.to(it.port())) {
      talk.say(
          post(
              "/v1/beats",
              "Connection: close\r\nExpect: 100-continue\r\nContent-Length: "
                  + beat.length()
                  + "\r\n"));
      String answer = talk.say(beat).hear();
      assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), answer);
    }
  }

  /** The first is answered, and what follows it ends the connection. */
  @Test
  void garbageBehindARequestIsNoRequest() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      talk.say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\u0000\u0001garbage\r\n\r\n");
      List<String> answers = List.of(talk.hear().split("(?=HTTP/1.1 )"));
      assertEquals(2, answers.size());
      assertTrue(answers.get(0).startsWith("HTTP/1.1 200 "));
      assertTrue(answers.get(1).startsWith("HTTP/1.1 400 "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400",
        "[] | 400",
        "\"x\" | 400",
        "{\"v\":1,\"v\":1} | 400",
        "{\"v\":1} {} | 400",
        "{} | 422",
        "{\"beats\":{}} | 422",
        "{\"beats\":[]} | 422",
        "{\"beats\":[1]} | 422",
        "{\"beats\":[{\"series\":\"s\",\"number\":-1,\"at\":\"2026-11-20T08:00:00Z\"}]} | 422",
        "{\"beats\":[{\"series\":\"s\",\"number\":1e400,\"at\":\"2026-11-20T08:00:00Z\"}]} | 422",
        "{\"beats\":[{\"series\":\"s\",\"number\":1,\"at\":\"yesterday\"}]} | 422",
        "{\"beats\":@DEEP} | 400",
        "@BAD | 400",
        "@LARGE | 413"
      })
  void badJsonIsRefused(String json, int status) throws IOException {
    String body =
        json.replace("@DEEP", "[".repeat(5000) + "]".repeat(5000))
            .replace("@BAD", "{\"a\":\"\u00ff\u00fe\"}")
            .replace("@LARGE", report("x".repeat(900)));
    try (Talk talk = Talk.to(it.port())) {
      talk.say(post("/v1/beats", "Connection: close\r\nContent-Length: " + body.length() + "\r\n"));
      String answer = talk.say(body).hear();
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertFalse(answer.contains("Exception"), answer);
    }
  }

  private static String report(String text) {
    var rows = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      rows.add("{\"a\":\"" + text + "\"}");
    }
    return """
        {"beats":[{"series":"s","number":1,"at":"2026-11-20T08:00:00Z","report":
        {"takenAt":"2026-11-20T08:00:00Z","agent":"1","readings":{"x":{"rows":[%s]}}}}]}"""
        .formatted(String.join(",", rows));
  }

  @Test
  void anotherTypeIsRefused() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      talk.say(
          post(
              "/v1/beats", "Content-Type: text/xml\r\nContent-Length: 2\r\nConnection: close\r\n"));
      assertTrue(talk.say("<>").hear().startsWith("HTTP/1.1 415 "));
    }
  }

  @Test
  void whoSaysNothingIsLetGo() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      assertEquals("", talk.hear());
    }
  }

  @Test
  void aHeadThatDribblesIsCut() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      String answer = talk.say("GET /healthz HTTP/1.1\r\nHost: ").dribble();
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "), answer);
    }
  }

  @Test
  void aBodyThatDribblesIsCut() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      String answer = talk.say(post("/v1/beats", "Content-Length: 60000\r\n")).dribble();
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "), answer);
    }
  }

  /** A full house lets go of those that ask nothing, so that a crowd of them keeps nobody out. */
  @Test
  void aCrowdThatSaysNothingKeepsNobodyOut() throws IOException {
    List<Talk> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * TestCoordinator.LIMITS.connections(); i++) {
        Talk talk = Talk.to(it.port());
        crowd.add(talk);
        try {
          talk.say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        } catch (IOException _) {
          // it was turned away
        }
      }
      for (Talk talk : crowd) {
        talk.hearSomething();
      }
      try (Talk talk = Talk.to(it.port())) {
        talk.say("GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(talk.hear().startsWith("HTTP/1.1 4"));
      }
    } finally {
      for (Talk talk : crowd) {
        talk.close();
      }
    }
  }
}
