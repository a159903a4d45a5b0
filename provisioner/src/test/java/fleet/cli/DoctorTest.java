package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.shell.LocalSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each thing that doctor finds on the operator's side is gone once its command was run. */
class DoctorTest {
  @TempDir private Path folder;

  private Said doctor() throws IOException {
    return Cli.in(folder).run("doctor");
  }

  /** The command below the line that has this text. */
  private static String mend(Said said, String line) {
    List<String> lines = said.out().lines().toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i).contains(line)) {
        return lines.get(i + 1).strip();
      }
    }
    throw new AssertionError("no '" + line + "' in:\n" + said.out() + said.err());
  }

  private void sh(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO().start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), command);
  }

  private void registry(String machine) throws IOException {
    Files.writeString(
        folder.resolve("fleet.yaml"),
        "fleet: f\nmachines:\n  m1: {address: 127.0.0.1, port: 1, " + machine + "}\n");
  }

  @Test
  void withoutARegistryItSaysHowToBegin() throws IOException {
    Said said = doctor();
    assertEquals(1, said.exit(), said.toString());
    assertTrue(said.out().startsWith("[fail]"), said.out());
    String mend = mend(said, "registry: there is no fleet.yaml");
    assertEquals("fleet init", mend);
    assertEquals(0, Cli.in(folder).run(mend.split(" ", -1)[1]).exit());
    assertFalse(doctor().out().contains("there is no fleet.yaml"));
  }

  @Test
  void aKeyThatOthersMayReadIsMended() throws Exception {
    registry("user: u, identity: ./a key");
    String make = mend(doctor(), "identity: there is no");
    sh(make);
    Files.setPosixFilePermissions(
        folder.resolve("a key"), PosixFilePermissions.fromString("rw-r--r--"));
    Said said = doctor();
    assertEquals(1, said.exit());
    sh(mend(said, "can be read by others"));
    Said after = doctor();
    assertTrue(after.out().contains("[pass]     here: identity"), after.out());
    assertEquals(0, after.exit(), after.out());
  }

  @Test
  void hostKeysThatOthersMayChangeAreMended() throws Exception {
    registry("user: u");
    Path known = Files.writeString(folder.resolve("known_hosts"), "");
    Files.setPosixFilePermissions(known, PosixFilePermissions.fromString("rw-rw-rw-"));
    sh(mend(doctor(), "can be changed by others"));
    assertTrue(doctor().out().contains("[pass]     here: known hosts"));
  }

  @Test
  void aFileInTheWayOfTheStateIsMended() throws Exception {
    registry("user: u");
    Files.writeString(folder.resolve(".local"), "");
    sh(mend(doctor(), "is in the way of"));
    assertTrue(doctor().out().contains("[pass]     here: state"));
  }

  @Test
  void aLabThatWasLeftIsNamed() throws Exception {
    registry("user: u");
    Files.createDirectories(folder.resolve(".local/state/fleet/lab/old"));
    assertEquals("fleet lab down --name old", mend(doctor(), "lab old is up or was left"));
  }

  @Test
  void aPlaybookOfARoleThatCannotBeIsAFailure() throws Exception {
    Files.createDirectories(folder.resolve("playbooks"));
    Files.writeString(
        folder.resolve("playbooks/bad.yaml"), "playbook: bad\nsteps: [{pakage: git}]\n");
    registry("user: u");
    Files.writeString(
        folder.resolve("fleet.yaml"),
        Files.readString(folder.resolve("fleet.yaml")) + "roles: {dev: [bad]}\n");
    Said said = doctor();
    assertEquals(1, said.exit());
    assertTrue(said.out().contains("bad.yaml:2:10: there is no step kind 'pakage'"), said.out());
  }

  @Test
  void aMachineThatDoesNotAnswerIsAFailure() throws IOException {
    registry("user: u");
    Said said = Cli.in(folder).run("doctor", "m1");
    assertEquals(1, said.exit());
    assertTrue(said.out().startsWith("[fail]     m1: reachable: "), said.out());
    assertEquals("fleet ssh m1", mend(said, "m1: reachable"));
  }

  @Test
  void anUnknownHostKeyIsMendedBySayingYesToIt() throws Exception {
    try (LocalSshd sshd = LocalSshd.start(folder.resolve("sshd"))) {
      Files.writeString(
          folder.resolve("fleet.yaml"),
          "fleet: f\nmachines:\n  m1: {address: 127.0.0.1, port: %d, user: root, identity: %s}\n"
              .formatted(sshd.port(), sshd.identity()));
      String mend = mend(Cli.in(folder).run("doctor", "m1"), "m1: reachable: ");
      assertEquals("fleet ssh m1 --accept-new true", mend);
      Said accepted = Cli.in(folder).run(mend.substring("fleet ".length()).split(" ", -1));
      assertEquals(0, accepted.exit(), accepted.err());
      Said after = Cli.in(folder).run("doctor", "m1");
      assertTrue(after.out().contains("[pass]     m1: reachable: answers"), after.out());
    }
  }

  @Test
  void jsonHasTheSame() throws IOException {
    registry("user: u");
    Said said = Cli.in(folder).run(Map.of(), "doctor", "--json");
    JsonNode document = JsonMapper.shared().readTree(said.out());
    assertEquals(1, document.path("schema").asInt(0));
    JsonNode findings = document.path("findings");
    assertEquals(findings.path("items").size(), findings.path("total").asInt(0));
    assertTrue(findings.path("total").asInt(0) > 6, said.out());
    assertEquals("here", findings.path("items").path(0).path("where").asString(""));
  }

  @Test
  void aRegistryThatCannotBeReadIsOneOfTheFindings() throws IOException {
    Files.writeString(folder.resolve("fleet.yaml"), "fleet: f\nmachine: {}\n");
    Said said = doctor();
    assertEquals(1, said.exit());
    assertTrue(said.out().contains("registry: fleet.yaml:2:1: "), said.out());
    assertEquals("", said.err());
  }
}
