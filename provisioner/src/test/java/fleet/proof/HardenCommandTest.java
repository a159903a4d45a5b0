package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
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
import tools.jackson.databind.JsonNode;

/** Two machines harden, look at each other, and tell what became of it; m1 is Debian 13, m2 12. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardenCommandTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LISTENER =
      "perl -MIO::Socket -e 'my $s = IO::Socket::INET->new(LocalPort => %d, Listen => 5, ReuseAddr => 1) or die; while (1) { my $c = $s->accept }'";

  /** A service that listens, and answers datagrams, until it is stopped; its unit stays. */
  private static final String LEAK =
      """
      cat >/usr/local/sbin/leak <<'LEAK'
      #!/bin/sh
      perl -MIO::Socket -e 'my $s = IO::Socket::INET->new(LocalPort => 5555, Proto => "udp") or die; while ($s->recv(my $m, 99)) { $s->send("x") }' &
      exec %s
      LEAK
      chmod 755 /usr/local/sbin/leak
      printf '%%s\\n' '[Service]' 'ExecStart=/usr/local/sbin/leak' >/etc/systemd/system/leak.service
      systemctl start leak
      """;

  private static final String CONTROLS =
      """
      playbook: harden
      sudo: true
      steps:
        - file: {path: /etc/ssh/sshd_config.d/00-fleet.conf, content: "PasswordAuthentication no\\nKbdInteractiveAuthentication no\\n"}
          id: sshd-policy
          risk: may-lock-out
          outside: passwords
        - service: {name: ssh, running: true, newer-than: [/etc/ssh/sshd_config.d/00-fleet.conf]}
          id: sshd-policy-read
          risk: may-lock-out
        - control:
            check: "systemctl -q is-active leak && echo on || echo off"
            wanted: "off"
            fix: "systemctl stop leak"
            undo: "systemctl start leak"
            verify: "! systemctl -q is-active leak"
          id: leak-off
          outside: ports
        - file: {path: /etc/fleet-note, content: "x\\n"}
          id: note
        - control: {check: "echo '!manual System Settings > Privacy'", wanted: "on"}
          id: by-hand
        - control: {check: "echo '!na no cups'", wanted: "on"}
          id: cups
      """;

  /** What breaks a tool hides between changes that do not. */
  private static final String HOSTILE =
      """
        - file: {path: /etc/ssh/sshd_config.d/01-hostile.conf, content: "AllowTcpForwarding no\\n"}
          id: hostile
          risk: may-lock-out
        - service: {name: ssh, running: true, newer-than: [/etc/ssh/sshd_config.d/01-hostile.conf]}
          id: hostile-read
          risk: may-lock-out
        - file: {path: /etc/fleet-other, content: "x\\n"}
          id: other
      """;

  /**
   * As Docker publishes a port: no process of the machine listens there, and no input chain sees
   * it.
   */
  private static final String PUBLISHED =
      """
      command -v nft >/dev/null || { apt-get update -qq && apt-get install -qqy nftables; }
      sysctl -qw net.ipv4.ip_forward=1
      ip netns add web
      ip link add docker0 type veth peer name eth0 netns web
      ip addr add 172.17.0.1/24 dev docker0 && ip link set docker0 up
      ip -n web addr add 172.17.0.2/24 dev eth0 && ip -n web link set eth0 up
      ip -n web route add default via 172.17.0.1
      systemd-run -q --unit web -p NetworkNamespacePath=/run/netns/web %s
      nft -f - <<'RULES'
      table ip nat {
        chain PREROUTING { type nat hook prerouting priority dstnat; iifname != "docker0" tcp dport 45678 counter dnat to 172.17.0.2:80; }
      }
      RULES
      """;

  @TempDir private static Path folder;
  private static Lab lab;
  private Operator operator;

  @BeforeAll
  static void up() {
    lab = Labs.fresh(Lab.Options.of(Labs.name("harden"), 2).onDebian(13, 12));
    for (LabMachine machine : lab.machines()) {
      root(machine.name(), LEAK.formatted(LISTENER.formatted(8080)));
      root(machine.name(), "echo " + machine.address() + " $(uname -n).lab.ts.net >>/etc/hosts");
    }
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  @BeforeEach
  void registry() throws IOException {
    operator = with(CONTROLS, "", "m1", "m2");
  }

  private static Operator with(String playbook, String more, String... machines)
      throws IOException {
    StringBuilder text =
        new StringBuilder(
            "fleet: harden\ndefaults: {user: dev, identity: \"%s\"}\nmachines:\n"
                .formatted(lab.identity()));
    for (String name : machines) {
      LabMachine machine = lab.machine(name);
      text.append(
          "  %s: {address: %s, lan: %s%s}\n"
              .formatted(name, machine.address(), machine.lanAddress().orElseThrow(), more));
    }
    Operator operator = Operator.with(folder, text.toString(), Files.readString(lab.knownHosts()));
    Files.createDirectories(folder.resolve("playbooks"));
    Files.writeString(folder.resolve("playbooks/harden.yaml"), playbook);
    return operator;
  }

  private static String root(String machine, String sh) {
    return lab.machine(machine).exec(sh, LIMIT).ok();
  }

  private static JsonNode found(Ended ended, String machine) {
    for (JsonNode each : ended.json().at("/machines/items")) {
      if (each.path("machine").asString().equals(machine)) {
        return each.path("found");
      }
    }
    throw new AssertionError(ended.toString());
  }

  private static List<String> controls(JsonNode found) {
    List<String> controls = new ArrayList<>();
    found
        .at("/controls/items")
        .forEach(
            c ->
                controls.add(
                    "%s %s%s"
                        .formatted(
                            c.path("id").asString(),
                            c.path("status").asString(),
                            c.path("proven").asBoolean() ? " proven" : "")));
    return controls;
  }

  /** A list of the sightings, as {@code lan: tcp/22}, of IPv4 alone. */
  private static List<String> seen(JsonNode found, String what) {
    List<String> all = new ArrayList<>();
    for (JsonNode each : found.at("/networks/items")) {
      if (!each.path("address").asString().contains(":")) {
        List<String> ports = new ArrayList<>();
        each.at(what + "/items").forEach(port -> ports.add(port.asString()));
        all.add(each.path("network").asString() + ": " + String.join(" ", ports));
      }
    }
    return all;
  }

  private static String tool(JsonNode found, String id) {
    for (JsonNode each : found.at("/tools/items")) {
      if (each.path("id").asString().equals(id)) {
        return each.path("state").asString();
      }
    }
    return "none";
  }

  @Test
  @Order(1)
  void othersSeeWhatIsClosed() throws Exception {
    Ended first = operator.fleet("harden", "--on", "all", "--json").exits(0);
    for (String machine : List.of("m1", "m2")) {
      JsonNode found = found(first, machine);
      assertEquals(
          List.of("tailnet: tcp/22 tcp/8080 udp/5555", "lan: tcp/22 tcp/8080 udp/5555"),
          seen(found, "/before/open"),
          first::toString);
      assertEquals(List.of("tailnet: tcp/22", "lan: tcp/22"), seen(found, "/after/open"));
      assertEquals(
          List.of("tailnet: tcp/8080 udp/5555", "lan: tcp/8080 udp/5555"), seen(found, "/closed"));
      assertEquals(List.of("tailnet: publickey", "lan: publickey"), seen(found, "/after/methods"));
      assertEquals(
          List.of(
              "sshd-policy fixed proven",
              "sshd-policy-read pass",
              "leak-off fixed proven",
              "note fixed",
              "by-hand manual",
              "cups n/a"),
          controls(found));
      for (String id : List.of("ssh -L", "SFTP", "tailnet names", "2,000 open files", "login")) {
        assertEquals("works", tool(found, id), first::toString);
      }
      assertEquals("absent", tool(found, "agent forwarding"));
      assertEquals(
          "0", root(machine, "journalctl -q -u ssh | grep -ciE 'penalt|maxstartups' || :").strip());
    }
    assertTrue(
        first
            .err()
            .contains("m1  2 proven outside, 2 config only, 1 blocked (of 6 controls; 1 n/a)"),
        first::toString);
  }

  @Test
  @Order(2)
  void onlyWhatDidNotStayTrueIsFixedAndNamed() throws Exception {
    root("m1", "echo x >>/etc/fleet-note; echo 13.99 >/etc/debian_version");
    Ended again = operator.fleet("harden", "--on", "all").exits(0);
    assertTrue(
        again.lines().stream()
            .anyMatch(
                line ->
                    line.matches(
                        "    drift +1 had not stayed true: note \\(now fixed\\); its system went from"
                            + " debian 13\\.[0-9]+, kernel (\\S+) to debian 13\\.99, kernel \\1")),
        again::toString);
    assertEquals(1, again.lines().stream().filter(l -> l.contains(" drift ")).count());
    assertEquals(1, again.lines().stream().filter(l -> l.contains("[CHANGED]")).count());
  }

  @Test
  @Order(3)
  void whatBreaksAToolIsUndoneAndNamedEvenIfTheFirstToLookForItWasKilled() throws Exception {
    operator = with(CONTROLS + HOSTILE, "", "m1", "m2");
    Running killed = operator.start("harden", "--on", "m2");
    assertTrue(killed.says(line -> line.contains("put back file /etc/fleet-other"), LIMIT));
    killed.kill();
    Ended hostile = operator.fleet("harden", "--on", "m2", "--json").exits(1);
    JsonNode found = found(hostile, "m2");
    JsonNode undone = found.at("/undone/items");
    assertEquals(1, undone.size(), hostile::toString);
    assertEquals("hostile", undone.get(0).path("control").asString());
    assertEquals("ssh -L", undone.get(0).path("tool").asString());
    assertEquals("works", tool(found, "ssh -L"));
    assertEquals(0, found.at("/lost/total").asInt());
    assertTrue(controls(found).contains("hostile fail"), hostile::toString);
    assertEquals(
        "allowtcpforwarding yes\n", root("m2", "/usr/sbin/sshd -T | grep ^allowtcpforwarding"));
    assertEquals(
        "x\n", root("m2", "cat /etc/fleet-other; ls /etc/ssh/sshd_config.d/01* 2>/dev/null || :"));
    assertFalse(root("m2", "ls -A /var/lib/fleet/ledger").contains("undone"));
  }

  @Test
  @Order(4)
  void aPortThatIsPublishedPastTheFirewallIsFound() throws Exception {
    root("m1", PUBLISHED.formatted(LISTENER.formatted(80)));
    Ended found =
        with(CONTROLS, ", harden: {accept: {note: \"ours\"}}", "m1", "m2")
            .fleet("harden", "--on", "m1", "--json")
            .exits(1);
    JsonNode m1 = found(found, "m1");
    assertEquals(
        List.of("tailnet: tcp/22 tcp/45678", "lan: tcp/22 tcp/45678"), seen(m1, "/after/open"));
    assertEquals(List.of("tailnet: ", "lan: tcp/45678"), seen(m1, "/undeclared"));
    assertEquals(
        "tcp/45678 (published past the firewall) is open on the lan (seen from m2)",
        m1.at("/controls/items/2/why").asString());
    assertTrue(
        controls(m1).containsAll(List.of("leak-off fail", "note accepted")), found::toString);
    String declared = ", ports: [{tcp: 45678, from: lan}]";
    with(CONTROLS, declared, "m1", "m2").fleet("harden", "--on", "m1").exits(0);
  }

  @Test
  @Order(5)
  void theReportTellsHowItCameToBe() throws Exception {
    Ended report = operator.fleet("harden report", "--json").exits(0);
    JsonNode m1 = report.json().at("/machines/items/0");
    assertEquals(4, m1.at("/runs/total").asInt(), report::toString);
    assertEquals("note", m1.at("/runs/items/1/drift/items/0").asString());
    assertEquals(2, m1.at("/last/numbers/proven").asInt());
    Ended text = with(CONTROLS, "", "m2").fleet("harden report").exits(0);
    assertEquals("1 of 1 machines were hardened at least once", text.lines().getLast());
    assertTrue(text.lines().stream().anyMatch(l -> l.startsWith("    3 of 3 runs, on debian 12.")));
  }

  @Test
  @Order(6)
  void whereNobodyLooksItSaysSo() throws Exception {
    Ended alone = with(CONTROLS, "", "m1").fleet("harden", "--dry-run", "--on", "m1", "--json");
    JsonNode m1 = found(alone.exits(0), "m1");
    assertEquals(0, m1.at("/numbers/proven").asInt(), alone::toString);
    assertEquals(
        "config only: no other machine of the fleet is on this network",
        m1.at("/networks/items/0/after/blind").asString());

    operator = with(CONTROLS, "", "m1", "m2");
    root(
        "m2",
        "echo AllowTcpForwarding no >/etc/ssh/sshd_config.d/00-no.conf; systemctl reload ssh");
    try {
      Ended forbidden = operator.fleet("harden", "--dry-run", "--on", "m1", "--json").exits(0);
      assertEquals(
          "config only: not seen from m2: m2 forwards no ports",
          found(forbidden, "m1").at("/networks/items/0/after/blind").asString());
    } finally {
      root("m2", "rm /etc/ssh/sshd_config.d/00-no.conf; systemctl reload ssh");
    }
  }

  @Test
  @Order(7)
  void undoPutsBackWhatWas() throws Exception {
    Ended undone = operator.fleet("harden", "--undo", "--on", "m1").exits(0);
    assertTrue(
        undone.lines().stream().anyMatch(l -> l.equals("m1  4 of 4 recorded controls put back")),
        undone::toString);
    assertEquals(
        "passwordauthentication yes\nactive\n",
        root(
            "m1",
            "/usr/sbin/sshd -T | grep ^passwordauthentication; systemctl is-active leak;"
                + " ls -d /etc/fleet-note /etc/ssh/sshd_config.d/00* /var/lib/fleet 2>/dev/null || :"));
    Ended again = operator.fleet("harden", "--undo", "--on", "m1").exits(0);
    assertFalse(again.out().contains("[CHANGED]"), again::toString);
  }
}
