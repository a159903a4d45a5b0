package fleet.proof;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A mesh of certificates, from bare machines on, and that nobody is locked out by it. */
@Tag("lab")
class MeshCaTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PLANTED = "/etc/ssh/sshd_config.d/70-proof.conf";
  private static final Predicate<String> SSHD =
      name -> name.startsWith("/etc/ssh/") || name.startsWith("service ");

  private static Lab lab;

  @TempDir private Path folder;

  @BeforeAll
  static void boot() {
    Labs.assumeLab();
    lab = Labs.fresh(Lab.Options.of(Labs.name("ca"), 5).onDebian(13, 12));
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  private static LabMachine machine(int number) {
    return lab.machine("m" + number);
  }

  private static List<LabMachine> machines(int... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(MeshCaTest::machine).toList();
  }

  private Operator operator(String mode, List<LabMachine> machines) throws IOException {
    String text =
        Files.readString(lab.registry())
                .lines()
                .filter(
                    line ->
                        !line.startsWith("  m")
                            || machines.stream()
                                .anyMatch(m -> line.startsWith("  " + m.name() + ":")))
                .map(line -> line + "\n")
                .collect(joining())
            + "mesh: {mode: "
            + mode
            + "}\n";
    return Operator.with(folder, text, Files.readString(lab.knownHosts()));
  }

  private static String root(LabMachine machine, String sh) {
    return machine.exec(sh, LIMIT).ok();
  }

  /** What a person there sees who tries to get on: a host's name, or ssh's own words. */
  private static String login(LabMachine from, String to) {
    String ssh = "ssh -n -o BatchMode=yes -o ConnectTimeout=10 " + to + " hostname 2>&1 || :";
    return root(from, "su dev -c '" + ssh + "'").strip();
  }

  private static long pairs(Ended ended) {
    long ok = 0;
    for (JsonNode pair : ended.json().at("/pairs/items")) {
      ok += pair.path("outcome").asString().equals("ok") ? 1 : 0;
    }
    assertEquals(ended.json().at("/pairs/total").asInt(), ok, ended::toString);
    return ok;
  }

  /** That each sshd let each other machine in by its certificate, and by nothing else. */
  private static void byCertificate(List<LabMachine> machines) {
    for (LabMachine at : machines) {
      assertEquals("", root(at, "grep fleet: ~dev/.ssh/authorized_keys || :"), at.name());
      for (LabMachine from : machines) {
        String seen =
            "journalctl -q -u ssh | grep -c 'ED25519-CERT .* ID fleet:" + from.name() + " ' || :";
        boolean let = !root(at, seen).strip().equals("0");
        assertEquals(!at.equals(from), let, at.name() + " let " + from.name() + " in");
      }
    }
  }

  @Test
  void fromBareToCertificatesAndBackToKeys() throws Exception {
    List<LabMachine> three = machines(1, 2, 3);
    Operator operator = operator("ca", three);
    Ended dry = operator.fleet("mesh apply", "--dry-run", "--json").exits(0);
    assertTrue(dry.steps("m1", "would-change").contains("sshd"), dry::toString);
    assertTrue(Files.notExists(operator.state().resolve("mesh")), "a plan makes no authority");

    assertEquals(6, pairs(operator.fleet("mesh apply", "--json").exits(0)));
    byCertificate(three);
    assertEquals("drwx------", mode(authority()));
    assertEquals("-rw-------", mode(authority().resolve("user_ca")));

    List<Snapshot> before = three.stream().map(Snapshot::of).toList();
    Ended second = operator.fleet("mesh apply", "--json").exits(0);
    assertEquals("unchanged", second.machine("m2"), second::toString);
    same(three, before);

    oneMore(three);
    renewed();
    revoked(three);
    backToKeys(three);
  }

  private Path authority() {
    return folder.resolve("state/fleet/mesh/" + lab.name() + ".ca");
  }

  private static String mode(Path file) throws IOException {
    String type = Files.isDirectory(file) ? "d" : "-";
    return type
        + java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(file));
  }

  private static void same(List<LabMachine> machines, List<Snapshot> before) {
    for (int i = 0; i < machines.size(); i++) {
      String name = machines.get(i).name();
      assertEquals(List.of(), Snapshot.of(machines.get(i)).changedSince(before.get(i)), name);
    }
  }

  /** Nothing is written on the others, and yet all reach each other. */
  private void oneMore(List<LabMachine> three) throws Exception {
    LabMachine four = machine(4);
    Operator operator = operator("ca", machines(1, 2, 3, 4));
    List<Snapshot> before = three.stream().map(Snapshot::of).toList();
    Ended joined = operator.fleet("mesh apply", "--on", "m4").exits(0);
    assertEquals("verify      3 of 3 pairs ok; 3 of 12 pairs tested", joined.lines().getLast());
    same(three, before);
    for (LabMachine other : three) {
      assertEquals(other.name(), login(four, other.name()));
      assertEquals("m4", login(other, four.address()));
      assertEquals("m4", login(other, four.lanAddress().orElseThrow()));
    }
    assertEquals(12, pairs(operator.fleet("mesh apply", "--json").exits(0)));
    byCertificate(machines(1, 2, 3, 4));
  }

  /** Only what will soon be over is signed again. */
  private void renewed() throws Exception {
    Operator operator = operator("ca", machines(1, 2, 3, 4));
    Path book = authority().resolve("signed.json");
    JsonNode all = JsonMapper.shared().readTree(Files.readString(book));
    for (JsonNode each : all.path("certificates")) {
      if (each.path("machine").asString().equals("m1")) {
        ((ObjectNode) each).put("until", Instant.now().plusSeconds(86_400).toString());
      }
    }
    Files.writeString(book, all.toString());
    String look = "cat ~dev/.ssh/id_ed25519-cert.pub /etc/ssh/fleet_host-cert.pub";
    String one = root(machine(1), look);
    String two = root(machine(2), look);
    Ended ended = operator.fleet("mesh apply", "--json").exits(0);
    assertEquals("changed", ended.machine("m1"), ended::toString);
    assertEquals("unchanged", ended.machine("m2"), ended::toString);
    assertNotEquals(one, root(machine(1), look));
    assertEquals(two, root(machine(2), look));
    assertEquals(12, pairs(ended));
    String serials = "ssh-keygen -Lf ~dev/.ssh/id_ed25519-cert.pub | sed -n 's/ *Serial: //p'";
    assertTrue(Integer.parseInt(root(machine(1), serials).strip()) > 8);
  }

  private void revoked(List<LabMachine> three) throws Exception {
    Operator operator = operator("ca", machines(1, 2, 3, 4));
    String started = "systemctl show -p MainPID --value ssh; stat -c %y /run/sshd.pid";
    List<String> before = three.stream().map(machine -> root(machine, started)).toList();
    operator.fleet("mesh revoke", "m4").exits(0);
    for (LabMachine other : three) {
      String refusal = login(machine(4), other.name());
      assertTrue(refusal.contains("Permission denied"), refusal);
      String why = "journalctl -q -u ssh | grep -ciE 'fleet_revoked|revoked' || :";
      assertNotEquals("0", root(other, why).strip(), other.name());
    }
    List<String> after = three.stream().map(machine -> root(machine, started)).toList();
    assertEquals(before, after, "no sshd was reloaded");
    assertEquals(6, pairs(operator.fleet("mesh verify", "--json").exits(0)));
  }

  private void backToKeys(List<LabMachine> three) throws Exception {
    Operator keys = operator("keys", three);
    assertEquals(6, pairs(keys.fleet("mesh apply", "--json").exits(0)));
    for (LabMachine machine : three) {
      String left =
          "ls /etc/ssh/fleet* /etc/ssh/sshd_config.d/*fleet* ~dev/.ssh/*cert* 2>/dev/null;"
              + " grep -h cert-authority ~dev/.ssh/fleet_known_hosts;"
              + " /usr/sbin/sshd -T | grep -E '^(trustedusercakeys|revokedkeys) /'; :";
      assertEquals("", root(machine, left), machine.name());
    }
    Operator certificates = operator("ca", three);
    Ended again = certificates.fleet("mesh apply", "--json").exits(0);
    assertEquals(6, pairs(again));
    for (LabMachine machine : three) {
      String left =
          "grep fleet: ~dev/.ssh/authorized_keys; grep -v '^@cert' ~dev/.ssh/fleet_known_hosts; :";
      assertEquals("", root(machine, left), machine.name());
    }
    String text =
        Stream.of(again.out(), again.err()).collect(joining()) + journal(certificates.state());
    assertTrue(!text.contains("PRIVATE KEY"), "nothing secret is told");
  }

  private static String journal(Path state) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(state.resolve("runs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  /** With something planted on the fifth machine, apply comes out so, and its sshd is as it was. */
  private String untouched(String plant, String unplant, int exit) throws Exception {
    LabMachine five = machine(5);
    Operator operator = operator("ca", List.of(five));
    root(five, plant + "; systemctl reload ssh");
    try {
      Snapshot before = Snapshot.of(five);
      Ended ended = operator.fleet("mesh apply", "--json").exits(exit);
      assertEquals(List.of(), Snapshot.of(five).differsFrom(before, SSHD), ended::toString);
      String trusts = "/usr/sbin/sshd -T | grep '^trustedusercakeys'";
      assertEquals("trustedusercakeys none", root(five, trusts).strip());
      operator.fleet("exec", "--on", "m5", "--", "true").exits(0);
      return ended.machine("m5");
    } finally {
      root(five, unplant + "; systemctl reload ssh");
    }
  }

  private String planted(String text) throws Exception {
    String plant = "cat >" + PLANTED + " <<'PLANT'\n" + text + "\nPLANT\n:";
    return untouched(plant, "rm -f " + PLANTED, 1);
  }

  @Test
  void whatSshdDoesNotTakeIsPutBack() throws Exception {
    String why = planted("Include /etc/ssh/fleet_user_ca.pub");
    assertTrue(
        why.startsWith("failed ") && why.contains("sshd -t: /etc/ssh/fleet_user_ca.pub"), why);
    assertTrue(why.contains("Bad configuration option"), why);
    assertTrue(why.endsWith("; undone; the undo was seen to work"), why);
  }

  @Test
  void aLoginThatFailsAfterwardsHasItTakenBack() throws Exception {
    String why =
        planted(
            "ForceCommand test ! -e /etc/ssh/fleet_user_ca.pub && eval \"$SSH_ORIGINAL_COMMAND\"");
    assertTrue(why.startsWith("failed "), why);
    assertTrue(why.endsWith("the undo was seen to work"), why);
  }

  @Test
  void anotherAuthorityIsNotReplaced() throws Exception {
    String plant = "echo 'TrustedUserCAKeys /etc/ssh/corporate.pub' >" + PLANTED;
    LabMachine five = machine(5);
    Operator operator = operator("ca", List.of(five));
    root(five, plant);
    try {
      Ended ended = operator.fleet("mesh apply", "--json").exits(0);
      String why = ended.machine("m5");
      assertTrue(why.startsWith("blocked its sshd has trustedusercakeys /etc/ssh/corp"), why);
      assertEquals("", root(five, "ls /etc/ssh/fleet* 2>/dev/null; :"));
    } finally {
      root(five, "rm " + PLANTED);
    }
  }

  @Test
  void anSshdThatReadsNoDropInsIsLeftAlone() throws Exception {
    String why =
        untouched(
            "cp -p /etc/ssh/sshd_config /root/; sed -i '/^Include/d' /etc/ssh/sshd_config",
            "cp -p /root/sshd_config /etc/ssh/",
            0);
    assertTrue(why.startsWith("blocked its sshd reads no sshd_config.d: begin "), why);
  }
}
