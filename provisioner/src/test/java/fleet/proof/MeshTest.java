package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A mesh from its first apply to a revoked machine, on machines that were in use before. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeshTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String JOURNAL =
      "journalctl -q -u ssh | grep -ciE '(past|beginning) maxstartups|penalt' || :";

  @TempDir private static Path folder;
  private static Lab lab;
  private Operator operator;

  @BeforeAll
  static void up() {
    lab = Labs.fresh(Lab.Options.of(Labs.name("mesh"), 5).onDebian(13, 12));
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  /** Only some of the machines are in the registry, and one line is a comment. */
  private Operator with(int machines, String... more) throws Exception {
    List<String> lines = new ArrayList<>();
    int seen = 0;
    for (String line : Files.readAllLines(lab.registry())) {
      if (!line.matches("  m\\d+: .*") || ++seen <= machines) {
        lines.add(line);
      }
    }
    lines.addAll(List.of(more));
    lines.add("# ours");
    return Operator.with(
        folder,
        String.join("\n", lines) + "\n",
        Files.readString(lab.registry().resolveSibling("known_hosts")));
  }

  private static LabMachine m(int number) {
    return lab.machine("m" + number);
  }

  private static String dev(int number, String sh) {
    return m(number)
        .exec("runuser -u dev sh <<'SH'\ncd ~dev/.ssh && {\n" + sh + "\n}\nSH\n", LIMIT)
        .ok();
  }

  private static String root(int number, String sh) {
    return m(number).exec(sh, LIMIT).ok();
  }

  @BeforeEach
  void registry() throws Exception {
    operator = with(4);
  }

  @Test
  @Order(1)
  void theFirstApplyKeepsWhatIsNotOurs() throws Exception {
    String mine = "Host *\\n  Compression yes";
    dev(1, "mkdir -m 775 kept && printf '" + mine + "' >kept/config && ln -s kept/config config");
    dev(2, "printf 'Host old\\r\\n  User me\\r\\n' >config && chmod 664 config");
    dev(
        3,
        "printf 'no-pty ssh-ed25519 %s me@home' \"$(awk '{ print $2 }' authorized_keys)\" >more &&"
            + " cat more >>authorized_keys && chmod 400 authorized_keys");
    String before = dev(3, "cat authorized_keys");

    Ended plan = operator.fleet("mesh apply", "--dry-run").exits(0);
    assertTrue(plan.lines().contains("distribute  4 would-change (of 4 machines)"), plan::toString);
    assertEquals("", dev(4, "ls | grep -v authorized_keys || :").strip(), "a plan makes nothing");

    Ended first = operator.fleet("mesh apply").exits(0);
    assertEquals("verify      12 of 12 pairs ok", first.lines().getLast(), first::toString);
    assertEquals("Include config.d/*\n" + mine.replace("\\n", "\n"), dev(1, "cat kept/config"));
    assertEquals("kept/config\n", dev(1, "readlink config"));
    assertEquals("Include config.d/*\r\nHost old\r\n  User me\r\n", dev(2, "cat config"));
    assertTrue(
        dev(3, "cat authorized_keys").startsWith(before), "his keys come first, as they were");
    assertEquals("400\n", dev(3, "stat -c %a authorized_keys"));
    assertEquals("600\n", dev(2, "stat -c %a config"));
  }

  @Test
  @Order(2)
  void theSecondApplyTouchesNothing() throws Exception {
    List<Snapshot> before = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      before.add(Snapshot.of(m(i)));
    }
    Ended again = operator.fleet("mesh apply", "--json").exits(0);
    assertEquals(12, again.json().at("/pairs/total").asInt());
    for (int i = 1; i <= 4; i++) {
      assertEquals(List.of(), Snapshot.of(m(i)).changedSince(before.get(i - 1)));
      assertEquals("0", root(i, JOURNAL).strip());
    }
  }

  @Test
  @Order(3)
  void aMachineThatIsAwayKeepsItsPlace() throws Exception {
    root(2, "systemctl stop ssh");
    try {
      Ended without = operator.fleet("mesh apply").exits(3);
      assertTrue(
          without.lines().contains("preflight   3 of 4 machines reached; not m2"),
          without::toString);
      assertEquals("1\n", dev(1, "grep -c '^Host m2$' config.d/fleet-mesh"));
      assertEquals("1\n", dev(1, "grep -c 'fleet:m2$' authorized_keys"));
      assertEquals("1\n", dev(1, "grep -c '^m2 ' fleet_known_hosts"));
    } finally {
      root(2, "systemctl start ssh");
    }
  }

  @Test
  @Order(4)
  void aNewMachineJoinsWithOneRun() throws Exception {
    Ended joined = with(5).fleet("mesh apply").exits(0);
    assertEquals("verify      20 of 20 pairs ok", joined.lines().getLast(), joined::toString);
    assertEquals("m5\n", dev(2, "ssh -o BatchMode=yes m5 hostname"));
  }

  @Test
  @Order(5)
  void anInterruptedApplyIsFinishedByTheNext() throws Exception {
    for (int i = 1; i <= 5; i++) {
      dev(i, "rm -f fleet_known_hosts config.d/* && sed -i /fleet:/d authorized_keys");
    }
    for (int delay : new int[] {400, 900, 1300}) {
      Running run = with(5).start("mesh apply");
      Thread.sleep(delay);
      run.signal("INT");
      int exit = run.end(Operator.LIMIT).exit();
      assertTrue(exit == 130 || exit == 0, "exit " + exit);
      for (int i = 1; i <= 5; i++) {
        assertEquals("", dev(i, "ls -A . config.d | grep -E 'tmp|fleet[.-].*\\.' || :"));
      }
    }
    Ended whole = with(5).fleet("mesh apply").exits(0);
    assertEquals("verify      20 of 20 pairs ok", whole.lines().getLast(), whole::toString);
  }

  @Test
  @Order(6)
  void aRevokedMachineGetsInNowhere() throws Exception {
    Operator five = with(5);
    String copied = dev(5, "cat id_ed25519.pub").strip();
    dev(1, "echo 'from=\"100.64.0.0/10\" " + copied + "' >>authorized_keys");
    root(4, "systemctl stop ssh");
    Ended revoked = five.fleet("mesh revoke", "m5");
    try {
      revoked.exits(3);
      assertTrue(
          revoked.lines().stream().anyMatch(l -> l.startsWith("still       m4 may")),
          revoked::toString);
    } finally {
      root(4, "systemctl start ssh");
    }
    assertTrue(
        revoked.lines().stream()
            .anyMatch(
                l ->
                    l.startsWith(
                        "proof       0 of 4 pairs from m5 work (3 auth-denied, 1 refused)")),
        revoked::toString);
    String registry = Files.readString(five.registry());
    assertTrue(registry.contains("revoked: 2") && registry.endsWith("# ours\n"), registry);
    assertEquals("1\n", dev(4, "grep -c fleet:m5 authorized_keys"));

    Ended cleaned = five.fleet("mesh apply").exits(0);
    assertEquals("verify      12 of 12 pairs ok", cleaned.lines().getLast(), cleaned::toString);
    String body = copied.split(" ")[1];
    for (int i = 1; i <= 4; i++) {
      String all = dev(i, "cat authorized_keys fleet_known_hosts config.d/fleet-mesh");
      assertFalse(all.contains(body), all);
      assertEquals(
          "",
          dev(
              i,
              "grep -wE 'fleet:m5|Host m5|^m5' authorized_keys fleet_known_hosts config.d/fleet-mesh || :"));
      assertEquals("255\n", dev(5, "ssh -o BatchMode=yes m" + i + " true 2>/dev/null; echo $?"));
    }
  }

  @Test
  @Order(7)
  void whoRevokesDoesNotShutThemselvesOut() throws Exception {
    Files.createDirectories(folder.resolve(".ssh"));
    Files.writeString(folder.resolve(".ssh/id_ed25519.pub"), dev(3, "cat id_ed25519.pub"));
    Ended refused = operator.fleet("mesh revoke", "m3").exits(2);
    assertTrue(
        refused.err().contains("m3 has the key that this computer logs in with"),
        refused::toString);
    assertFalse(Files.readString(operator.registry()).contains("revoked"));
  }
}
