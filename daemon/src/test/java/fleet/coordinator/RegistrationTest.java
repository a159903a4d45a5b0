package fleet.coordinator;

import static fleet.coordinator.TestCoordinator.OTHER_KEY;
import static fleet.coordinator.TestCoordinator.registration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.wire.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How machines become members, through the real server and the real store. */
class RegistrationTest {
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

  private Reply register(String key, String body) {
    return it.call(key, "POST", "/v1/machines", body);
  }

  private static String state(Reply reply) {
    return reply.body().path("state").asString();
  }

  @Test
  void aJoinTokenMakesItsOwnMachineAMemberAndWorksOnce() {
    String join = it.join("m1");
    Reply joined = register(join, registration("m1"));
    assertEquals(201, joined.status());
    assertEquals("approved", state(joined));
    String token = joined.body().path("token").asString();
    assertEquals(200, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
    assertEquals(401, register(join, registration("m1")).status());
    assertTrue(it.audit().contains("refused: the join token is used"));
  }

  @Test
  void aJoinTokenForAnotherNameMakesAMachineThatWaits() {
    Reply joined = register(it.join("m1"), registration("m2"));
    assertEquals("pending", state(joined));
    assertEquals("pending", it.machine("m2").path("verdict").asString());
    String token = joined.body().path("token").asString();
    assertEquals(200, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
    it.call(it.admin(), "POST", "/v1/machines/m2/approve", "{}");
    assertEquals("approved", it.machine("m2").path("state").asString());
  }

  @Test
  void aJoinTokenForAnotherNameTakesNobodysPlaceAndIsUsedUp() {
    String token = it.token("m2");
    String join = it.join("m1");
    assertEquals(409, register(join, registration("m2", OTHER_KEY)).status());
    assertEquals(401, register(join, registration("m1")).status());
    assertEquals(200, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
  }

  @Test
  void anExpiredJoinTokenIsRefused() {
    String join = it.join("m1");
    it.advance(Duration.ofMinutes(6));
    Reply late = register(join, registration("m1"));
    assertEquals(401, late.status());
    assertTrue(late.body().path("detail").asString().contains("fleet machine token"));
  }

  @Test
  void aLostAnswerIsGivenAgainThoughTheJoinTokenIsUsed() {
    String join = it.join("m1");
    Reply first = it.call(join, "POST", "/v1/machines", registration("m1"), Optional.of("k1"));
    Reply again = it.call(join, "POST", "/v1/machines", registration("m1"), Optional.of("k1"));
    assertEquals(first.body(), again.body());
    assertEquals(1, it.machine("m1").path("revision").asInt());
    Reply other = it.call(join, "POST", "/v1/machines", registration("m3"), Optional.of("k1"));
    assertEquals(422, other.status());
  }

  @Test
  void aNewKeyOfAKnownMachineWaitsForAnAdmin() {
    String token = it.token("m1");
    Reply changed = register(token, registration("m1", OTHER_KEY));
    assertEquals("pending", state(changed));
    assertEquals(
        TestCoordinator.KEY, it.machine("m1").path("registration").path("publicKey").asString());
    assertEquals(OTHER_KEY, it.machine("m1").path("proposed").path("publicKey").asString());
    it.call(it.admin(), "POST", "/v1/machines/m1/approve", "{}");
    assertEquals(OTHER_KEY, it.machine("m1").path("registration").path("publicKey").asString());
    assertFalse(it.machine("m1").has("proposed"));
    var revisions = it.call(it.admin(), "GET", "/v1/machines/m1/revisions", "").body();
    assertEquals(3, revisions.path("total").asInt());
    assertTrue(revisions.path("items").get(2).has("before"));
  }

  /** What was shown is what is approved, and nothing that came meanwhile. */
  @Test
  void anApprovalOfAnotherRevisionIsRefused() {
    String token = it.token("m1");
    register(token, registration("m1", OTHER_KEY));
    Reply stale = it.call(it.admin(), "POST", "/v1/machines/m1/approve", "{\"revision\":1}");
    assertEquals(409, stale.status());
    Reply right = it.call(it.admin(), "POST", "/v1/machines/m1/approve", "{\"revision\":2}");
    assertEquals(200, right.status());
  }

  @Test
  void aMachineSpeaksForItselfAlone() {
    String token = it.token("m1");
    it.token("m2");
    assertEquals(403, register(token, registration("m2")).status());
    assertEquals(403, register(token, registration("m3")).status());
    assertTrue(it.audit().contains("this token is not that of the machine m2"));
  }

  @Test
  void aRetiredMachineStaysSoAndItsTokenDies() {
    String token = it.token("m1");
    it.call(it.admin(), "POST", "/v1/machines/m1/retire", "{}");
    assertEquals(401, it.call(token, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
    assertEquals(409, register(it.admin(), registration("m1")).status());
    assertEquals(409, register(it.join("m1"), registration("m1")).status());
    assertEquals(409, it.call(it.admin(), "POST", "/v1/machines/m1/approve", "{}").status());
  }

  @Test
  void aNewTokenEndsTheOldOne() {
    String old = it.token("m1");
    String body = registration("m1").replace("}", ",\"newToken\":true}");
    String fresh = register(it.admin(), body).body().path("token").asString();
    assertEquals(401, it.call(old, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
    assertEquals(200, it.call(fresh, "POST", "/v1/beats", TestCoordinator.beat(1)).status());
  }

  @Test
  void registeringTheSameAgainChangesNothing() {
    it.token("m1");
    Reply again = register(it.admin(), registration("m1"));
    assertEquals(200, again.status());
    assertFalse(again.body().has("token"));
    assertEquals(1, it.machine("m1").path("revision").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostname  | $(reboot)",
        "hostname  | -oProxyCommand=x",
        "hostname  | m1 m2",
        "hostname  | all",
        "hostname  | ../m1",
        "hostname  | m1\\nHost *",
        "hostname  | 127.1",
        "address   | 0.0.0.0",
        "address   | 100.64.0.1;reboot",
        "address   | -v",
        "address   | 224.0.0.1",
        "user      | root;id",
        "user      | -l",
        "user      | 0",
        "user      | a b",
        "os        | windows",
        "arch      | sparc",
        "publicKey | command=\\\"reboot\\\" ssh-ed25519 AAAA",
        "publicKey | ssh-ed25519 AAAA",
        "publicKey | ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIMbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0",
        "publicKey | @cert-authority * ssh-ed25519 AAAA",
        "hostKey   | ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0 x\\nevil"
      })
  void whatIsNotOfItsFormIsRefusedAndAudited(String field, String value) {
    String body =
        registration("m1").replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"@@\"");
    Reply refused = register(it.admin(), body.replace("@@", value));
    assertEquals(422, refused.status());
    assertTrue(refused.body().path("detail").asString().startsWith(field + " wants "));
    assertTrue(it.audit().contains("refused: " + field + " wants"));
    assertEquals(0, it.call(it.admin(), "GET", "/v1/machines", "").body().path("total").asInt());
  }

  @Test
  void portsAndCommentsAreOfTheirForm() {
    String body = registration("m1").replace("\"port\":22", "\"port\":70000");
    assertEquals(422, register(it.admin(), body).status());
    String commented = registration("m1", TestCoordinator.KEY + " me@$(reboot)");
    assertEquals(201, register(it.admin(), commented).status());
    assertEquals(
        TestCoordinator.KEY, it.machine("m1").path("registration").path("publicKey").asString());
  }

  @Test
  void muting() {
    it.token("m1");
    String until = it.now().plus(Duration.ofHours(1)).toString();
    it.call(it.admin(), "POST", "/v1/machines/m1/mute", "{\"until\":\"" + until + "\"}");
    assertEquals("muted", it.machine("m1").path("verdict").asString());
    it.call(it.admin(), "POST", "/v1/machines/m1/mute", "{\"until\":null}");
    assertEquals("silent", it.machine("m1").path("verdict").asString());
  }
}
