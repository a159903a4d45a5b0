package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.report.Json;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does with a real coordinator, which {@code fleet coordinator} runs here. */
class CoordinatedTest {
  private static final String BODY = "AAAAC3NzaC1lZDI1NTE5AAAAI";
  private static final String HOST_KEY =
      "ssh-ed25519 " + BODY + "HbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0";

  @TempDir private Path folder;
  private Process coordinator;
  private URI url;
  private String key;

  @BeforeEach
  void start() throws IOException {
    coordinator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "fleet.cli.Main",
                "coordinator",
                "--listen",
                "127.0.0.1:0",
                "--data",
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader out = coordinator.inputReader(StandardCharsets.UTF_8);
    key = after("the admin's key, which is shown this once: ", out);
    url = URI.create(after("listening on ", out));
    Files.writeString(
        folder.resolve("fleet.yaml"),
        """
        fleet: f
        coordinator: %s
        machines:
          m1: {address: 100.64.0.1, user: dev}
        """
            .formatted(url));
    Said in = Cli.in(folder).reading(text(key)).run("coordinator", "login");
    assertEquals(0, in.exit(), in.err());
  }

  @AfterEach
  void end() throws InterruptedException {
    coordinator.destroy();
    coordinator.waitFor();
  }

  private static String after(String begin, BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(begin)) {
        return line.substring(begin.length());
      }
    }
    throw new AssertionError("the coordinator did not say: " + begin);
  }

  private Path text(String line) throws IOException {
    return Files.writeString(folder.resolve("input"), line + "\n");
  }

  private Said fleet(String... words) throws IOException {
    return Cli.in(folder).run(words);
  }

  private String well(String... words) throws IOException {
    Said said = fleet(words);
    assertEquals(0, said.exit(), said.err());
    return said.out();
  }

  private static void refused(String why, Said said) {
    assertEquals(Exit.USAGE, said.exit(), said.err());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains(why), said.err());
  }

  private CoordinatorClient as(String secret) {
    return new CoordinatorClient(url, Optional.empty(), secret, Duration.ofSeconds(20));
  }

  private static JsonNode registers(CoordinatorClient who, String name, String address, char body)
      throws CoordinatorException {
    var registration =
        JsonMapper.shared()
            .createObjectNode()
            .put("hostname", name)
            .put("address", address)
            .put("user", "dev")
            .put("port", 22)
            .put("os", "linux")
            .put("arch", "x86_64")
            .put(
                "publicKey",
                "ssh-ed25519 " + BODY + "MbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAf" + body + "0")
            .put("hostKey", HOST_KEY);
    return who.send("POST", "/v1/machines", registration, Optional.empty()).body();
  }

  private String token(String machine) throws IOException {
    Matcher token =
        Pattern.compile("fj_[A-Za-z0-9_-]{43}").matcher(well("machine", "token", machine));
    assertTrue(token.find());
    return token.group();
  }

  private String state(String machine) throws IOException, CoordinatorException {
    return as(key).get("/v1/machines/" + machine).body().path("state").asString();
  }

  @Test
  void aKeyIsKeptOnceItWasTaken() throws Exception {
    Path kept = folder.resolve(".config/fleet/coordinators/f.json");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    Files.delete(kept);
    refused("fleet coordinator login", fleet("machine", "token", "m9"));
    String wrong = "fk_" + "A".repeat(43);
    Said out = Cli.in(folder).reading(text(wrong)).run("coordinator", "login");
    assertEquals(1, out.err().lines().count(), out.err());
    assertFalse(out.exit() == 0 || Files.exists(kept), out.err());
    assertFalse((out.out() + out.err()).contains(wrong));
    refused("begins with fk_", fleet("coordinator", "login"));
  }

  @Test
  void aMachineJoinsIsMutedAndGoes() throws Exception {
    String own = registers(as(token("m9")), "m9", "100.64.0.9", 'a').path("token").asString();
    assertEquals("approved", state("m9"));

    String muted = well("machine", "mute", "m9", "--for", "30m");
    assertTrue(muted.startsWith("m9 is muted until "), muted);
    assertTrue(as(key).get("/v1/machines/m9").body().has("mutedUntil"));
    well("machine", "mute", "M9", "--for", "0m");
    assertFalse(as(key).get("/v1/machines/m9").body().has("mutedUntil"));
    refused("--for wants a time", fleet("machine", "mute", "m9", "--for", "soon"));
    refused("did you mean", fleet("machine", "mute", "m99", "--for", "1h"));

    refused("say --yes", fleet("machine", "remove", "m9"));
    assertEquals("approved", state("m9"));
    well("machine", "remove", "m9", "--yes");
    assertEquals("retired", state("m9"));
    var dead =
        as(own)
            .call(
                "POST",
                "/v1/beats",
                JsonMapper.shared().createObjectNode().put("v", 1),
                Optional.empty());
    assertEquals(401, dead.status());
  }

  @Test
  void whatAMachineProposesHoldsWhenSomebodyHasLookedAtIt() throws Exception {
    assertEquals(
        "pending", registers(as(token("m9")), "m8", "100.64.0.8", 'a').path("state").asString());
    refused("say --yes", fleet("machine", "approve", "m8"));
    assertEquals("pending", state("m8"));
    well("machine", "approve", "m8", "--yes");
    assertEquals("approved", state("m8"));
    String nothing = well("machine", "approve", "m8");
    assertEquals("m8 is approved, and proposes nothing else\n", nothing);

    registers(as(key), "m8", "100.64.0.8", 'b');
    String shown = well("machine", "approve", "m8", "--yes");
    assertTrue(shown.contains("m8 is: dev@100.64.0.8, linux x86_64\nlogs in with  "), shown);
    assertTrue(shown.contains("RlAfa0\n") && shown.contains("RlAfb0\n"), shown);
  }

  /** A thief of its token proposes a key of his own while the operator reads the right one. */
  @Test
  void whatCameAfterTheLookIsNotApproved() throws Exception {
    registers(as(key), "m8", "100.64.0.8", 'a');
    registers(as(key), "m8", "100.64.0.8", 'b');
    Process asked =
        new ProcessBuilder("script", "-qec", command("machine", "approve", "m8"), "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    asked.inputReader(StandardCharsets.UTF_8).lines().anyMatch(line -> line.startsWith("host key"));
    registers(as(key), "m8", "100.64.0.8", 'c');
    asked.outputWriter(StandardCharsets.UTF_8).append("y\n").flush();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(asked.waitFor() != 0, said);
    assertTrue(said.contains("the machine has changed since you looked"), said);
    JsonNode now = as(key).get("/v1/machines/m8").body();
    assertTrue(now.path("registration").path("publicKey").asString().endsWith("RlAfa0"), said);
  }

  private String command(String... words) {
    return "env -u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME=%s %s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Duser.home=%s -Dfleet.home=%s -cp %s fleet.cli.Main %s"
        .formatted(
            folder,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            folder,
            Path.of("..").toAbsolutePath().normalize(),
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            String.join(" ", words));
  }

  @Test
  void whatIsPublishedIsFetchedWithTheTokenAlone() throws Exception {
    String published = well("publish", "--for", "m9", "--user", "dev");
    assertTrue(published.startsWith("published for m9 ("), published);
    String token = token("m9");
    assertEquals(200, fetched(token));
    assertEquals(401, fetched("fj_" + "A".repeat(43)));
    String line = well("machine", "token", "m9");
    assertFalse(line.split("FLEET_JOIN=fj_[^;]*;", 2)[1].contains("fj_"), line);
  }

  private int fetched(String token) throws IOException {
    var connection = (HttpURLConnection) url.resolve("/bootstrap.sh").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + token);
    return connection.getResponseCode();
  }

  @Test
  void anAuditThatSomebodyChangedIsRed() throws Exception {
    token("m9");
    String first = well("audit", "verify");
    assertTrue(first.startsWith("the audit is whole: "), first);
    token("m7");
    assertTrue(well("audit", "verify").contains("of them seen before"));
    changed("UPDATE audit SET outcome = 'nothing' WHERE number = 2");
    Said said = fleet("audit", "verify", "--json");
    assertEquals(Exit.FAILED, said.exit(), said.err());
    JsonNode document = Json.read(said.out());
    assertFalse(document.path("whole").asBoolean());
    assertEquals(2, document.path("brokenAt").asInt());
  }

  private void changed(String sql) throws SQLException {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/fleet.db"));
        Statement statement = store.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
