package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The matrix never lies: each trouble is named in its row or column, and nothing else is touched.
 */
@Tag("lab")
class MeshVerifyTest {
  /** How often sshd dropped a connection or imposed a penalty. */
  private static final String LIMITS =
      "journalctl -q -u ssh | grep -ciE 'drop connection|maxstartups|penalt' || :";

  @TempDir private Path folder;
  private Operator operator;
  private final Map<String, String> limits = new TreeMap<>();

  @BeforeEach
  void mesh() {
    operator = Operator.of(folder, Place.lab());
    Meshed.prepare();
    Meshed.ALL.forEach(machine -> limits.put(machine.name(), Meshed.root(machine, LIMITS)));
  }

  @AfterEach
  void noSshdIsAskedTooMuch() {
    limits.forEach(
        (name, before) -> assertEquals(before, Meshed.root(Meshed.machine(name), LIMITS), name));
  }

  private Ended verify(String... more) throws InterruptedException {
    return start(more).end(Operator.LIMIT);
  }

  private Running start(String... more) {
    List<String> all = new ArrayList<>(List.of("--json", "--on", Meshed.names()));
    all.addAll(List.of(more));
    return operator.start("mesh verify", all.toArray(String[]::new));
  }

  /** Every pair as {@code outcome: why}, those that are well as {@code ok}. */
  private static Map<String, String> pairs(Ended ended) {
    Map<String, String> pairs = new TreeMap<>();
    for (JsonNode pair : ended.json().at("/pairs/items")) {
      String why = pair.path("why").asString();
      pairs.put(
          pair.path("from").asString() + " " + pair.path("to").asString(),
          pair.path("outcome").asString() + (why.isEmpty() ? "" : ": " + why));
    }
    assertEquals(12, pairs.size(), ended::toString);
    return pairs;
  }

  /** All is well but for a row, a column, or both. */
  private static Map<String, String> except(LabMachine of, String row, String column) {
    Map<String, String> pairs = new TreeMap<>();
    for (LabMachine from : Meshed.ALL) {
      for (LabMachine to : Meshed.ALL) {
        if (!from.equals(to)) {
          String outcome = from.equals(of) ? row : to.equals(of) ? column : "ok";
          pairs.put(from.name() + " " + to.name(), outcome);
        }
      }
    }
    return pairs;
  }

  @Test
  void allIsWell() throws Exception {
    Path page = folder.resolve("mesh.html");
    Ended ended = verify("--hops", "--html", page.toString()).exits(0);
    assertEquals(except(Meshed.ONE, "ok", "ok"), pairs(ended));
    ended.json().at("/pairs/items").forEach(p -> assertTrue(p.path("ms").asInt() > 0));
    assertEquals(12, ended.json().at("/hops/total").asInt());
    for (JsonNode hop : ended.json().at("/hops/items")) {
      assertEquals("ok", hop.path("outcome").asString(), ended::toString);
    }
    assertTrue(Files.readString(page).contains("12 of 12 pairs ok"));
    Ended table = operator.fleet("mesh verify", "--on", Meshed.names()).exits(0);
    assertTrue(
        table.lines().contains(Meshed.TWO.name() + "     | OK  | --  | OK  | OK"), table::toString);
    assertEquals("12 of 12 pairs ok", table.lines().getLast());
  }

  @Test
  void aStoppedSshd() throws Exception {
    Meshed.root(Meshed.FOUR, "systemctl stop ssh");
    try {
      Ended ended = verify("--hops").exits(3);
      String why = ": port 22: Connection refused";
      assertEquals(
          except(
              Meshed.FOUR,
              "unreachable: " + Meshed.FOUR.address() + " port 22: Connection refused",
              "refused" + why),
          pairs(ended));
      for (JsonNode hop : ended.json().at("/hops/items")) {
        boolean over = hop.toString().contains("\"" + Meshed.FOUR.name() + "\"");
        assertEquals(!over, hop.path("outcome").asString().equals("ok"), hop::toString);
      }
    } finally {
      Meshed.root(Meshed.FOUR, "systemctl start ssh");
    }
  }

  @Test
  void aDroppedPort() throws Exception {
    String table = "bridge fleet-verify-" + ProcessHandle.current().pid();
    nft(
        """
        add table %1$s
        add chain %1$s forward { type filter hook forward priority 0; }
        add rule %1$s forward ip daddr %2$s tcp dport 22 drop
        """
            .formatted(table, Meshed.THREE.address()));
    try {
      assertEquals(
          except(Meshed.THREE, "ok", "timeout: port 22: Connection timed out"),
          pairs(verify().exits(1)));
    } finally {
      nft("delete table " + table + "\n");
    }
  }

  private void nft(String rules) throws Exception {
    Path file = Files.writeString(folder.resolve("rules.nft"), rules);
    assertEquals(0, new ProcessBuilder("nft", "-f", file.toString()).inheritIO().start().waitFor());
  }

  @Test
  void aForeignHostKey() throws Exception {
    String name = Meshed.FOUR.name();
    for (LabMachine machine : Meshed.ALL) {
      Meshed.dev(
          machine,
          "sed -i \"/^%1$s /d\" fleet_known_hosts; echo \"%1$s $(cat id_ed25519.pub)\" >>fleet_known_hosts"
              .formatted(name));
    }
    String why = "its host key is not the ED25519 one in /home/dev/.ssh/fleet_known_hosts";
    assertEquals(except(Meshed.FOUR, "ok", "host-key-changed: " + why), pairs(verify().exits(1)));
  }

  @Test
  void aRemovedKey() throws Exception {
    String name = Meshed.ONE.name();
    for (LabMachine machine : Meshed.ALL) {
      Meshed.dev(machine, "sed -i \"/ fleet:" + name + "$/d\" authorized_keys");
    }
    String why = "Permission denied (publickey,password) as user dev";
    assertEquals(except(Meshed.ONE, "auth-denied: " + why, "ok"), pairs(verify().exits(1)));
  }

  @Test
  void aWrongUser() throws Exception {
    Meshed.dev(Meshed.TWO, "sed -i \"s/User dev/User nobody9/\" config.d/fleet-mesh");
    String why = "Permission denied (publickey,password) as user nobody9";
    assertEquals(except(Meshed.TWO, "auth-denied: " + why, "ok"), pairs(verify().exits(1)));
  }

  @Test
  void noSshOnASource() throws Exception {
    Meshed.root(Meshed.TWO, "chmod 700 /usr/bin/ssh");
    try {
      Map<String, String> pairs = pairs(verify().exits(1));
      String row = pairs.get(Meshed.TWO.name() + " " + Meshed.ONE.name());
      assertTrue(row != null && row.startsWith("unreachable: not tested: "), pairs::toString);
      assertEquals(except(Meshed.TWO, row, "ok"), pairs);
    } finally {
      Meshed.root(Meshed.TWO, "chmod 755 /usr/bin/ssh");
    }
  }

  /**
   * One source holds the only place that the other's sshd has for it, until it was dropped once.
   */
  @Test
  void aDropIsTestedAgainAndIsNoTrouble() throws Exception {
    limits.remove(Meshed.FOUR.name());
    Meshed.root(
        Meshed.FOUR,
        "echo PerSourceMaxStartups 1 >/etc/ssh/sshd_config.d/few.conf && systemctl restart ssh");
    String holder =
        Meshed.root(
            Meshed.ONE,
            "bash -c 'exec 3<>/dev/tcp/%s/22; exec sleep 300' >/dev/null 2>&1 & sleep 1; echo $!"
                .formatted(Meshed.FOUR.address()));
    try {
      String before = Meshed.root(Meshed.FOUR, LIMITS);
      Running running = start();
      long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (Meshed.root(Meshed.FOUR, LIMITS).equals(before)) {
        assertTrue(System.nanoTime() < end, () -> "nothing was dropped" + running);
        Thread.sleep(100);
      }
      Meshed.root(Meshed.ONE, "kill " + holder.strip());
      assertEquals(except(Meshed.ONE, "ok", "ok"), pairs(running.end(Operator.LIMIT).exits(0)));
    } finally {
      Meshed.root(Meshed.ONE, "kill " + holder.strip() + " 2>/dev/null || :");
      Meshed.root(Meshed.FOUR, "rm -f /etc/ssh/sshd_config.d/few.conf && systemctl restart ssh");
    }
  }

  @Test
  void interrupted() throws Exception {
    Meshed.THREE.cutNetwork();
    try {
      Running running = start();
      Thread.sleep(3_000);
      running.interrupt();
      running.end(Operator.LIMIT).exits(130);
    } finally {
      Meshed.THREE.restoreNetwork();
    }
  }
}
