package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.health.HealthSchema;
import fleet.lab.LabMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A live look at four machines: what is done to one is told of that one, with its reason, and no
 * other row changes.
 */
@Tag("lab")
class HealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final LabMachine ONE = Place.HEALTH_13.machine();
  private static final LabMachine TWO = Place.HEALTH_12.machine();
  private static final LabMachine THREE = Place.HEALTH_OTHER_13.machine();
  private static final LabMachine FOUR = Place.HEALTH_OTHER_12.machine();
  private static final List<LabMachine> ALL = List.of(ONE, TWO, THREE, FOUR);
  private static final String NAMES =
      ALL.stream().map(LabMachine::name).collect(Collectors.joining(","));

  @TempDir private Path folder;
  private Operator operator;

  /** A machine of the lab shows this computer's load, which may be high and is not its own. */
  @BeforeAll
  static void quiet() {
    for (LabMachine machine : ALL) {
      root(
          machine,
          "echo 0.00 0.00 0.00 1/100 100 >/var/tmp/quiet; mount --bind /var/tmp/quiet /proc/loadavg");
    }
  }

  @BeforeEach
  void operator() {
    operator = Operator.of(folder, Place.lab());
  }

  private static String root(LabMachine machine, String sh) {
    return machine.exec(sh, LIMIT).ok();
  }

  private Ended health(String... more) throws InterruptedException {
    List<String> all = new java.util.ArrayList<>(List.of("--on", NAMES, "--timeout", "4"));
    all.addAll(List.of(more));
    return operator.fleet("health", all.toArray(String[]::new));
  }

  /** Each machine's verdict and why. */
  private static Map<String, String> rows(Ended ended) {
    Map<String, String> rows = new TreeMap<>();
    for (JsonNode row : ended.json().at("/machines/items")) {
      String why = row.path("why").asString();
      rows.put(
          row.path("machine").asString(),
          row.path("verdict").asString() + (why.isEmpty() ? "" : ": " + why));
    }
    assertEquals(4, ended.json().at("/machines/total").asInt(), ended::toString);
    HealthSchema.holds(ended.out());
    return rows;
  }

  private static Map<String, String> healthyBut(LabMachine machine, String row) {
    Map<String, String> rows = new TreeMap<>();
    ALL.forEach(each -> rows.put(each.name(), each.equals(machine) ? row : "healthy"));
    return rows;
  }

  private static JsonNode item(Ended ended, LabMachine machine) {
    for (JsonNode row : ended.json().at("/machines/items")) {
      if (row.path("machine").asString().equals(machine.name())) {
        return row;
      }
    }
    throw new AssertionError(machine.name() + " is not in " + ended);
  }

  @Test
  void bareMachinesAreHealthyAndStaySo() throws Exception {
    Ended first = health("--json").exits(0);
    assertEquals(healthyBut(ONE, "healthy"), rows(first));
    JsonNode row = item(first, ONE);
    assertTrue(row.at("/disk/total").asInt() > 0, row::toString);
    assertEquals(ONE.address(), row.at("/tailscale/address").asString());
    Ended second = health("--json").exits(0);
    assertEquals(row.path("since"), item(second, ONE).path("since"));
    Ended table = health().exits(0);
    assertEquals("4 of 4 healthy", table.lines().getLast());
    assertFalse(table.out().contains("\u001b"), table::toString);
  }

  @Test
  void aStoppedSshd() throws Exception {
    root(ONE, "systemctl stop ssh");
    try {
      Ended ended = health("--json").exits(3);
      assertEquals(
          healthyBut(
              ONE,
              "silent: path dead: the machine is up, and its sshd is not: "
                  + ONE.address()
                  + " port 22: Connection refused"),
          rows(ended));
      assertEquals(
          ONE.name(), ended.json().at("/machines/items/0/machine").asString(), "worst first");
    } finally {
      root(ONE, "systemctl start ssh");
    }
  }

  @Test
  void aFullDisk() throws Exception {
    root(TWO, "mount -o remount,size=10m /tmp && head -c 10066330 /dev/zero >/tmp/much");
    try {
      Ended ended = health("--json").exits(1);
      String why = rows(ended).get(TWO.name());
      assertTrue(why.matches("degraded: /tmp is 9[67] % full"), why);
      assertEquals(healthyBut(TWO, why), rows(ended));
      JsonNode condition = item(ended, TWO).at("/conditions/items/0");
      assertEquals("disk-full:/tmp", condition.path("type").asString());
      assertEquals("critical", condition.path("severity").asString());
    } finally {
      root(TWO, "rm -f /tmp/much; mount -o remount,size=50% /tmp");
    }
  }

  @Test
  void aStoppedTailscale() throws Exception {
    root(THREE, "tailscale down");
    try {
      assertEquals(
          healthyBut(THREE, "degraded: Tailscale is stopped: sudo tailscale up"),
          rows(health("--json").exits(1)));
    } finally {
      root(THREE, "tailscale up");
    }
  }

  @Test
  void anUnpluggedNetwork() throws Exception {
    FOUR.cutNetwork();
    try {
      assertEquals(
          healthyBut(
              FOUR,
              "silent: machine or path dead: %s port 22: no answer, nor from %s; no Tailscale here to tell which"
                  .formatted(FOUR.address(), FOUR.lanAddress().orElseThrow())),
          rows(health("--json").exits(3)));
    } finally {
      FOUR.restoreNetwork();
    }
  }

  @Test
  void aTailnetThatCarriesNothing() throws Exception {
    String table = "fleet-health-" + ProcessHandle.current().pid();
    nft(
        """
        add table inet %1$s
        add chain inet %1$s output { type filter hook output priority 0; }
        add rule inet %1$s output ip daddr %2$s tcp dport 22 drop
        """
            .formatted(table, FOUR.address()));
    try {
      assertEquals(
          healthyBut(
              FOUR,
              "silent: path dead: no answer from %s, and SSH answers at %s"
                  .formatted(FOUR.address(), FOUR.lanAddress().orElseThrow())),
          rows(health("--json").exits(3)));
    } finally {
      nft("delete table inet " + table + "\n");
    }
  }

  private void nft(String rules) throws Exception {
    Path file = Files.writeString(folder.resolve("rules.nft"), rules);
    assertEquals(0, new ProcessBuilder("nft", "-f", file.toString()).inheritIO().start().waitFor());
  }

  /** A file system whose other end never says a word. */
  @Test
  void aMountThatHangsCostsItsOwnReadingAlone() throws Exception {
    String holder =
        root(
            THREE,
            """
            mkdir -p /mnt/hang
            mknod /dev/fuse-hang c 10 229
            exec 3<>/dev/fuse-hang
            mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0,allow_other hang /mnt/hang
            setsid sleep 300 <&3 >/dev/null 2>&1 &
            echo $!
            """);
    try {
      Ended ended = health("--json").exits(1);
      assertEquals(healthyBut(THREE, "degraded: /mnt/hang does not answer"), rows(ended));
      JsonNode row = item(ended, THREE);
      assertEquals("/", row.at("/disk/items/0/mount").asString(), row::toString);
      assertTrue(row.at("/disk/items/0/percent").isIntegralNumber(), row::toString);
      assertEquals("Running", row.at("/tailscale/state").asString(), row::toString);
    } finally {
      root(THREE, "kill " + holder.strip() + "; umount -l /mnt/hang; rm /dev/fuse-hang");
    }
  }

  @Test
  void aWrongClock() throws Exception {
    // Only the look's own question is answered wrongly: the machines share this computer's clock.
    root(
        TWO,
        """
        cat >/usr/local/bin/date <<'END'
        #!/bin/sh
        case "$*" in +%s) echo 1000000000 ;; *) exec /usr/bin/date "$@" ;; esac
        END
        chmod +x /usr/local/bin/date
        """);
    try {
      String why = rows(health("--json").exits(1)).get(TWO.name());
      assertTrue(why.startsWith("degraded: the clock is ") && why.endsWith(" s behind"), why);
    } finally {
      root(TWO, "rm /usr/local/bin/date");
    }
  }

  @Test
  void aKeyThatIsRefusedAndAHostKeyThatIsAnother() throws Exception {
    root(ONE, "mv ~dev/.ssh/authorized_keys ~dev/.ssh/away");
    try {
      String why = rows(health("--json").exits(3)).get(ONE.name());
      assertTrue(
          why.startsWith(
              "silent: SSH answers, and we cannot log in: " + ONE.name() + " refuses our key"),
          why);
    } finally {
      root(ONE, "mv ~dev/.ssh/away ~dev/.ssh/authorized_keys");
    }
    String known = Files.readString(Place.lab().knownHosts());
    String other =
        known
            .lines()
            .filter(line -> !line.startsWith(TWO.address()) || line.contains(" ssh-ed25519 "))
            .map(
                line ->
                    line.startsWith(TWO.address())
                        ? line.replaceFirst(" AAAA\\S+", " " + key(known, ONE))
                        : line)
            .collect(Collectors.joining("\n", "", "\n"));
    Operator misled =
        Operator.with(folder.resolve("misled"), Files.readString(Place.lab().registry()), other);
    Ended ended = misled.fleet("health", "--json", "--on", TWO.name()).exits(3);
    assertTrue(
        ended.json().at("/machines/items/0/why").asString().contains("has CHANGED"),
        ended::toString);
  }

  @Test
  void whoWatchesHearsOfEachChangeUntilHeInterrupts() throws Exception {
    Running watching = operator.start("health", "--on", NAMES, "--timeout", "4", "--watch", "1");
    Duration patience = Duration.ofMinutes(1);
    assertTrue(watching.says(line -> line.endsWith("  4 of 4 healthy"), patience));
    root(ONE, "systemctl stop ssh");
    try {
      String news = "  " + ONE.name() + "  healthy -> silent: path dead: ";
      assertTrue(watching.says(line -> line.contains(news), patience), watching::toString);
    } finally {
      root(ONE, "systemctl start ssh");
    }
    assertTrue(
        watching.says(line -> line.endsWith("  4 of 4 healthy"), 2, patience), watching::toString);
    watching.interrupt();
    Ended ended = watching.end(patience).exits(130);
    assertFalse(ended.out().contains("\u001b"), ended::toString);
    assertFalse(ended.err().contains("\tat "), ended::toString);
  }

  private static String key(String known, LabMachine machine) {
    return known
        .lines()
        .filter(line -> line.startsWith(machine.address()))
        .findFirst()
        .orElseThrow()
        .split(" ", -1)[2];
  }
}
