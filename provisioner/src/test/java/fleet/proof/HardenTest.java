package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The playbook harden on real machines: m1 (Debian 13) and m2 (12) are bare, m3 (12) has ufw and
 * ssh.socket at work, and fail2ban. A story that others had has a test of its name.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardenTest {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String[] LIMITS = {
    // A machine of the lab may not open as many files as others may.
    "--var", "open_files=16384", "--var", "open_files_soft=8192"
  };
  private static final String RESOLVER = "stat -c '%N %i %Y' /etc/resolv.conf";
  private static final String CI =
      """
      id ci 2>/dev/null || { useradd -m -s /bin/bash -p '!' ci && cp -r ~dev/.ssh ~ci/ && chown -R ci: ~ci/.ssh; }
      apt-get update -qq && apt-get install -qqy --no-install-recommends nftables unattended-upgrades %s >/dev/null 2>&1
      """;

  @TempDir private static Path folder;

  private static Lab lab;
  private static Operator operator;
  private static Snapshot before;
  private static String resolver = "";
  private static Ended second;

  @BeforeAll
  static void harden() throws Exception {
    Labs.assumeLab();
    lab = Labs.fresh(Lab.Options.of(Labs.name("harden"), 3).onDebian(13, 12, 12));
    together(
        m ->
            m.exec(CI.formatted(m.name().equals("m3") ? "ufw fail2ban python3-systemd" : ""), LIMIT)
                .ok());
    on("m1")
        .exec(
            """
            echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/50-cloud-init.conf
            sysctl -q net.ipv4.ip_forward=1
            systemd-run -q --unit=listener systemd-socket-activate -l 3000 -l 3001 -l 3002 -l 3003 sleep 1d
            systemctl restart ssh
            """,
            LIMIT)
        .ok();
    on("m3")
        .exec(
            "ufw allow 22/tcp && ufw --force enable && ufw default allow incoming; systemctl disable -q --now ssh.service; systemctl enable -q --now ssh.socket",
            LIMIT)
        .ok();
    operator =
        Operator.with(
            folder,
            """
            fleet: harden
            defaults: {user: dev, identity: "%s", users: [dev, ci]}
            machines:
              m1: {address: %s, lan: %s, users: [dev, ci], ports: [{tcp: 3000, from: any}, {tcp: 3001, from: lan}, {tcp: 3002}]}
              m2: {address: %s, users: [dev, ci]}
              m3: {address: %s, lan: %s, users: [dev, ci], ports: [{tcp: 3000, from: any}]}
            """
                .replace(", users: [dev, ci]}\nmachines", "}\nmachines")
                .formatted(
                    lab.identity(),
                    on("m1").address(),
                    lan("m1"),
                    on("m2").address(),
                    on("m3").address(),
                    lan("m3")),
            Files.readString(lab.knownHosts()));
    before = Snapshot.of(on("m2"));
    resolver = at("m1", RESOLVER);
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  private interface Deed {
    void to(LabMachine machine) throws Exception;
  }

  private static void together(Deed deed) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads =
        lab.machines().stream()
            .map(
                machine ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                deed.to(machine);
                              } catch (Throwable e) {
                                synchronized (failures) {
                                  failures.add(e);
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst());
    }
  }

  private static LabMachine on(String name) {
    return lab.machine(name);
  }

  private static String lan(String name) {
    return on(name).lanAddress().orElseThrow();
  }

  private static String at(String machine, String sh) {
    return on(machine).exec(sh, LIMIT).ok().strip();
  }

  private static Ended fleet(String command, String on, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("--json", "--on", on));
    words.addAll(List.of(LIMITS));
    words.addAll(List.of(more));
    words.add("harden");
    return operator.fleet(command, words.toArray(String[]::new));
  }

  /** The steps about sshd alone. */
  private static Ended sshd(String on, String... more) throws Exception {
    String text =
        """
        playbook: sshd
        sudo: true
        vars: {nft_rules: "", users: "", root_login: "", clients: "", strict: "", sshd_also: ""}
        include: %s/playbooks/harden/sshd.yaml
        """;
    List<String> words = new ArrayList<>(List.of("--json", "--on", on));
    words.addAll(List.of(more));
    words.add(operator.playbook("sshd", text.formatted(Operator.installation())));
    return operator.fleet("apply", words.toArray(String[]::new));
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int ssh(String machine, String... words) throws Exception {
    List<String> login = new ArrayList<>(lab.ssh(on(machine)));
    login.addAll(List.of(words));
    return new ProcessBuilder(login)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** mSCP#458: {@code echo >>} added its line at each run. */
  @Test
  @Order(1)
  void appendedTwice_mscp458() throws Exception {
    // ansible-role-hardening#991: ufw denied before it allowed ssh, and the session was gone.
    List<String> login = new ArrayList<>(lab.ssh(on("m1")));
    login.add("cat");
    Process session = new ProcessBuilder(login).start();
    Ended first = fleet("apply", "all").exits(0);
    for (String machine : List.of("m1", "m2", "m3")) {
      assertEquals(new TreeSet<>(), first.steps(machine, "failed"), first::toString);
    }
    session.getOutputStream().write("still here\n".getBytes());
    session.getOutputStream().flush();
    byte[] said = session.getInputStream().readNBytes(11);
    assertEquals("still here\n", new String(said), "the session from before");
    session.destroy();

    Snapshot after13 = Snapshot.of(on("m1"));
    Snapshot after12 = Snapshot.of(on("m2"));
    second = fleet("apply", "all").exits(0);
    for (String machine : List.of("m1", "m2", "m3")) {
      assertEquals(new TreeSet<>(), second.steps(machine, "changed"), second::toString);
    }
    assertEquals(List.of(), Snapshot.of(on("m1")).changedSince(after13));
    assertEquals(List.of(), Snapshot.of(on("m2")).changedSince(after12));
  }

  @Test
  @Order(2)
  void fromTheLanOnlyWhatIsDeclaredIsOpen() {
    List<Integer> all = List.of(22, 3000, 3001, 3002, 3003);
    Predicate<Integer> near = port -> answers(lan("m1"), port);
    assertEquals(List.of(22, 3000, 3001), all.stream().filter(near).toList());
    Predicate<Integer> far = port -> answers(on("m1").address(), port);
    assertEquals(all, all.stream().filter(far).toList(), "the tailnet");
    assertFalse(answers(lan("m2"), 22), "no way in by the LAN is declared");
    assertTrue(answers(on("m2").address(), 22));
  }

  @Test
  @Order(2)
  void ufwDeniesBeforeSshIsAllowed_konstruktoid991() throws Exception {
    String rules = at("m3", "ufw status verbose");
    assertTrue(rules.contains("Default: deny (incoming)"), rules);
    assertTrue(answers(lan("m3"), 22) && answers(on("m3").address(), 22), rules);
    assertEquals("", at("m3", "nft list table inet fleet 2>/dev/null; :"), "two firewalls");
  }

  @Test
  @Order(2)
  void allowGroupsLocksOutTheCaller_devSec326() throws Exception {
    String before = at("m1", "cat /etc/ssh/sshd_config.d/00-fleet.conf");
    Ended ended = sshd("m1", "--var", "sshd_also=AllowGroups ci").exits(1);
    assertTrue(
        ended.machine("m1").contains("sshd allows the groups ci alone, and not dev; undone"),
        ended::toString);
    assertTrue(ended.machine("m1").endsWith("the undo was seen to work"), ended::toString);
    assertEquals(before, at("m1", "cat /etc/ssh/sshd_config.d/00-fleet.conf"));
    assertEquals(0, ssh("m1", "sudo", "-n", "true"));
  }

  @Test
  @Order(2)
  void whoHasNothingInCommonIsNotShutOut() throws Exception {
    String old = "clients=old macs hmac-sha2-512,hmac-sha1";
    Ended ended = sshd("m2", "--var", "strict=yes", "--var", old).exits(1);
    assertTrue(
        ended.machine("m2").contains("the ssh of old has none of these macs"), ended::toString);
    assertEquals("", at("m2", "ls /etc/ssh/sshd_config.d | grep strict; :"));
    Ended asked = sshd("m2", "--var", "strict=yes").exits(0);
    assertEquals("changed", asked.outcomes("m2").get("sshd-crypto-strict"), asked::toString);
  }

  @Test
  @Order(2)
  void aBadConfigurationIsWrittenUnvalidated_ubuntu22Cis170() throws Exception {
    Ended ended = sshd("m2", "--var", "sshd_also=Nonsense yes").exits(1);
    assertTrue(
        ended.machine("m2").matches("failed .*Bad configuration option.*undo was seen to work"),
        ended::toString);
    assertEquals(0, ssh("m2", "/usr/sbin/sshd -V; sudo -n /usr/sbin/sshd -t"));
  }

  @Test
  @Order(2)
  void aKeyOnlyAccountIsLocked_devSecSsh114() throws Exception {
    for (String machine : List.of("m1", "m2", "m3")) {
      assertEquals("!", at(machine, "getent shadow ci | cut -d: -f2"));
      assertEquals(0, ssh(machine, "-l", "ci", "true"), machine);
    }
  }

  @Test
  @Order(2)
  void listenAddressKillsIpv6_devSec906() {
    String banner = "bash -c 'read -t 5 line </dev/tcp/::1/22; echo $line'";
    for (String machine : List.of("m1", "m2", "m3")) {
      assertTrue(at(machine, banner).startsWith("SSH-2.0"), machine);
      String listens = at(machine, "/usr/sbin/sshd -T | grep -i '^listenaddress'");
      assertTrue(listens.contains("[::]:22") && listens.contains("0.0.0.0:22"), listens);
    }
  }

  @Test
  @Order(2)
  void cloudInitAllowsPasswords_cloudInit5879() {
    String both = "cd /etc/ssh/sshd_config.d && cat 50-cloud-init.conf && /usr/sbin/sshd -T";
    String said = at("m1", both);
    assertTrue(said.startsWith("PasswordAuthentication yes\n"), said);
    assertTrue(said.contains("\npasswordauthentication no\n"), said);
  }

  @Test
  @Order(2)
  void noForwardingHangsVsCode_vscodeRemote7506() throws Exception {
    List<String> login = new ArrayList<>(lab.ssh(on("m1")));
    login.addAll(1, List.of("-W", "127.0.0.1:22"));
    Process through = new ProcessBuilder(login).start();
    assertEquals("SSH-2.0", new String(through.getInputStream().readNBytes(7)));
    through.destroy();
  }

  @Test
  @Order(2)
  void aModuleInUseIsBlacklisted_devSec162() throws Exception {
    // The kernel of a lab may have no modules at all.
    String stand = "/usr/local/sbin/lsmod";
    at("m1", "printf '#!/bin/sh\\necho sctp 40960 2\\n' >" + stand + "; chmod +x " + stand);
    Ended ended = fleet("plan", "m1", "--var", "strict=yes");
    at("m1", "rm " + stand);
    assertTrue(ended.out().contains("sctp is in use, and stays"), ended::toString);
    assertEquals("blocked", ended.outcomes("m1").get("unused-modules"));
  }

  @Test
  @Order(2)
  void noForwardingOfPacketsKillsDocker() {
    assertEquals("1", at("m1", "cat /proc/sys/net/ipv4/ip_forward"));
    assertEquals(
        "", at("m1", "grep -rl -e ip_forward -e accept_ra /etc/sysctl.d/60-fleet.conf; :"));
  }

  @Test
  @Order(2)
  void theOnlyWayIsTheTailnet_tailscale4668() {
    assertEquals("blocked", second.outcomes("m2").get("second-way-in"));
    assertTrue(second.out().contains("give m2 a 'lan:' in fleet.yaml"), second::toString);
    assertEquals("unchanged", second.outcomes("m1").get("second-way-in"));
  }

  @Test
  @Order(2)
  void resolversFight_tailscale3742_4934_16599() {
    assertEquals("skipped", second.outcomes("m1").get("dns"));
    assertEquals(resolver, at("m1", RESOLVER));
  }

  @Test
  @Order(2)
  void fail2banDoesNotStartOnDebian12_fail2ban3292() {
    assertEquals("active", at("m3", "systemctl is-active fail2ban"));
    String banned = at("m3", "fail2ban-client get sshd ignoreip");
    assertTrue(banned.contains("100.64.0.0/10"), banned);
  }

  @Test
  @Order(3)
  void ourOwnLoginsAreBanned_ansible86325() throws Exception {
    assertEquals(0, ssh("m1", "true"));
    assertEquals("", at("m1", "journalctl -u ssh | grep -i 'drop connection' || :"));
  }

  /** Each check has something that it must find fault with, and each fix mends it. */
  @Test
  @Order(4)
  void whatIsBrokenByHandIsFoundAndMendedAndNothingElse() throws Exception {
    at("m1", "nft add rule inet fleet input tcp dport 9 accept");
    Ended one = fleet("apply", "m1").exits(0);
    assertEquals(new TreeSet<>(List.of("firewall")), one.steps("m1", "changed"), one::toString);

    Map<String, String> broken = HardenFaults.OF;
    at("m1", String.join("\n", broken.values()) + "\n" + HardenFaults.START);
    Ended seen = fleet("plan", "m1");
    assertEquals(new TreeSet<>(broken.keySet()), seen.steps("m1", "would-change"), seen::toString);
    Ended mended = fleet("apply", "m1").exits(0);
    assertEquals(new TreeSet<>(broken.keySet()), mended.steps("m1", "changed"), mended::toString);

    at("m1", HardenFaults.BY_OTHERS);
    Ended others = fleet("plan", "m1");
    assertEquals(
        new TreeSet<>(List.of("sshd-policy", "updates")),
        others.steps("m1", "would-change"),
        others::toString);
  }

  @Test
  @Order(5)
  void undoneItIsAsBefore() throws Exception {
    Ended ended = operator.fleet("uninstall", "--yes", "--json", "--on", "m2,m3").exits(0);
    assertEquals(new TreeSet<>(), ended.steps("m2", "failed"), ended::toString);
    assertEquals(new TreeSet<>(), ended.steps("m3", "failed"), ended::toString);
    assertEquals(List.of(), Snapshot.of(on("m2")).differsFrom(before, _ -> true), ended::toString);
    assertEquals("", at("m2", "nft list ruleset"));
    assertTrue(answers(lan("m2"), 22), "as before");
    String ufw = at("m3", "ufw status verbose");
    assertTrue(ufw.contains("Default: allow (incoming)") && !ufw.contains("3000"), ufw);
    assertEquals(0, ssh("m2", "true"));
    assertEquals(0, ssh("m3", "true"));
  }
}
