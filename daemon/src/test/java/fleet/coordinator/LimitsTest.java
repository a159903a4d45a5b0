package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.wire.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often one may ask, what is done once, and what is kept of secrets: nothing. */
class LimitsTest {
  @TempDir private Path dir;
  private TestCoordinator it;

  @BeforeEach
  void start() throws IOException {
    it = TestCoordinator.plain(dir);
  }

  @AfterEach
  void stop() throws IOException {
    it.close();
  }

  private String ask(String key) throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      return talk.say(
              "GET /v1/machines HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                  + key
                  + "\r\n\r\n")
          .hear();
    }
  }

  @Test
  void aHundredAMinuteForEachAndBeatsApart() throws IOException {
    String token = it.token("m1");
    String viewer = it.key("viewer");
    for (int i = 100; i > 0; i--) {
      String answer = ask(viewer);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.contains("X-RateLimit-Limit: 100\r\n"), answer);
      assertTrue(answer.contains("X-RateLimit-Remaining: " + (i - 1) + "\r\n"), answer);
    }
    String refused = ask(viewer);
    assertTrue(refused.startsWith("HTTP/1.1 429 "), refused);
    assertTrue(refused.contains("Retry-After: "), refused);
    assertTrue(refused.contains("X-RateLimit-Remaining: 0\r\n"), refused);
    assertTrue(ask(it.admin()).startsWith("HTTP/1.1 200 "));
    for (int i = 1; i < 150; i++) {
      assertEquals(200, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(i)).status());
    }
    it.advance(Duration.ofMinutes(1));
    assertTrue(ask(viewer).startsWith("HTTP/1.1 200 "));
  }

  /** Guessing is slow, and does not fill the audit. */
  @Test
  void thoseWithoutAKeyAreCountedByTheirAddress() throws IOException {
    for (int i = 0; i < 100; i++) {
      String guess = "fk_" + String.valueOf((char) ('A' + i % 20)).repeat(43);
      assertTrue(ask(guess).startsWith("HTTP/1.1 401 "));
    }
    assertTrue(ask("fk_" + "Z".repeat(43)).startsWith("HTTP/1.1 429 "));
    long refused =
        it.call(it.admin(), "GET", "/v1/audit", "")
            .body()
            .path("items")
            .valueStream()
            .filter(entry -> entry.path("outcome").asString().startsWith("refused"))
            .count();
    assertEquals(100, refused);
  }

  @Test
  void aRepeatedChangeIsDoneOnceAndAnsweredAlike() {
    String body = "{\"role\":\"viewer\",\"label\":\"phone\"}";
    Reply first = it.call(it.admin(), "POST", "/v1/keys", body, Optional.of("once"));
    Reply again = it.call(it.admin(), "POST", "/v1/keys", body, Optional.of("once"));
    assertEquals(first, again.date().isPresent() ? copy(again, first) : again);
    assertEquals(2, it.call(it.admin(), "GET", "/v1/keys", "").body().path("total").asInt());
    Reply other =
        it.call(it.admin(), "POST", "/v1/keys", body.replace("phone", "x"), Optional.of("once"));
    assertEquals(422, other.status());
    it.advance(Duration.ofMinutes(61));
    Reply later = it.call(it.admin(), "POST", "/v1/keys", body, Optional.of("once"));
    assertFalse(later.body().equals(first.body()));
  }

  private static Reply copy(Reply reply, Reply dated) {
    return new Reply(reply.status(), reply.body(), dated.date());
  }

  @Test
  void theLastAdminStays() {
    String actor = Secret.of(it.admin()).orElseThrow().actor();
    assertEquals(409, it.call(it.admin(), "DELETE", "/v1/keys/" + actor, "").status());
    it.key("admin");
    assertEquals(200, it.call(it.admin(), "DELETE", "/v1/keys/" + actor, "").status());
    assertEquals(401, it.call(it.admin(), "GET", "/v1/keys", "").status());
  }

  /**
   * Not in the database, its log, the audit or any list; not in the answers kept for repetition.
   */
  @Test
  void noSecretIsKept() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(it.admin(), it.token("m1"), it.join("m2")));
    Reply made =
        it.call(
            it.admin(),
            "POST",
            "/v1/keys",
            "{\"role\":\"operator\",\"label\":\"x\"}",
            Optional.of("k"));
    secrets.add(made.body().path("key").asString());
    String shown =
        it.audit()
            + it.call(it.admin(), "GET", "/v1/keys", "").body()
            + it.call(it.admin(), "GET", "/v1/machines/m1", "").body()
            + it.call(it.admin(), "GET", "/v1/machines/m1/revisions", "").body();
    List<Path> files;
    try (Stream<Path> all = Files.walk(dir)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertTrue(files.stream().anyMatch(file -> file.endsWith("fleet.db")));
    for (String secret : secrets) {
      assertEquals(46, secret.length());
      assertFalse(shown.contains(secret.substring(3)));
      for (Path file : files) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(secret.substring(3)), file.toString());
      }
    }
  }

  @Test
  void aClockThatGoesBackIsToldAndWhatIsReadIsRead() {
    String token = it.token("m1");
    it.advance(Duration.ofHours(-1));
    Reply refused = it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1));
    assertEquals(503, refused.status());
    assertTrue(refused.body().path("detail").asString().contains("timedatectl"));
    assertEquals("m1", it.machine("m1").path("name").asString());
    it.advance(Duration.ofHours(1));
    assertEquals(200, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
  }

  @Test
  void figuresForPrometheus() {
    String token = it.token("m1");
    it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1));
    it.call(token, "GET", "/v1/machines", "");
    try (Talk talk = Talk.to(it.port())) {
      String text =
          talk.say(
                  "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                      + it.admin()
                      + "\r\n\r\n")
              .hear();
      assertTrue(text.contains("fleet_machines{verdict=\"healthy\"} 1\n"), text);
      assertTrue(text.contains("fleet_beats_total 1\n"), text);
      assertTrue(text.contains("fleet_refused_total{reason=\"not-allowed\"} 1\n"), text);
      assertTrue(text.contains("fleet_request_duration_seconds_bucket{le=\"+Inf\"} "), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theScriptOfAMachineComesWithItsJoinToken() throws IOException {
    it.call(it.admin(), "PUT", "/v1/bootstrap", "{\"script\":\"#!/bin/sh\\necho all\\n\"}");
    it.call(
        it.admin(),
        "PUT",
        "/v1/bootstrap",
        "{\"machine\":\"m2\",\"script\":\"#!/bin/sh\\necho m2\\n\"}");
    String join = it.join("m2");
    String script = script(join);
    assertTrue(script.contains("Content-Type: text/x-shellscript"), script);
    assertTrue(script.endsWith("#!/bin/sh\necho m2\n"), script);
    assertTrue(script(it.join("m1")).endsWith("echo all\n"));
    assertEquals(
        201, it.call(join, "POST", "/v1/machines", TestCoordinator.registration("m2")).status());
    assertTrue(script(join).startsWith("HTTP/1.1 401 "));
  }

  private String script(String key) throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      return talk.say(
              "GET /bootstrap.sh HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                  + key
                  + "\r\n\r\n")
          .hear();
    }
  }
}
