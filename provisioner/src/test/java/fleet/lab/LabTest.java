package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("lab")
class LabTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Labs.shared(2);
  }

  @ParameterizedTest
  @CsvSource({"m1, 13", "m2, 12"})
  void loginsWorkWithStrictHostKeyChecking(String name, String debian) {
    assertEquals(debian, ssh(name, "cut -d. -f1 /etc/debian_version").ok().strip());
    assertEquals(name, ssh(name, "hostname").ok().strip());
    assertEquals("root", ssh(name, "sudo whoami").ok().strip());
    assertEquals("running", lab.machine(name).state());
  }

  @Test
  void aStrangeHostKeyIsRefused() throws IOException {
    Path other = Files.createTempFile("known_hosts", "");
    String line = Files.readAllLines(lab.knownHosts()).getLast();
    Files.writeString(other, line.replace(address("m2"), address("m1")));
    List<String> login = new ArrayList<>(lab.ssh(lab.machine("m1")));
    login.replaceAll(word -> word.replace(lab.knownHosts().toString(), other.toString()));
    login.add("true");
    Output output = Program.run(LIMIT, login);
    assertEquals(255, output.status(), output::toString);
    assertTrue(output.err().contains("Host key verification failed"), output::err);
  }

  @Test
  void machinesHaveKeysAndIdentitiesOfTheirOwn() {
    for (String sh : List.of("cat /etc/machine-id", "cat /etc/ssh/ssh_host_ed25519_key.pub")) {
      assertNotEquals(root("m1", sh).ok(), root("m2", sh).ok());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m1", "m2"})
  void aptAndHttpsReachTheInternetFromInside(String name) {
    String install = "sudo apt-get update -qq && sudo apt-get install -y -qq curl >/dev/null";
    ssh(name, install).ok();
    String get = "curl -sS --max-time 20 -o /dev/null -w '%{http_code}' ";
    assertEquals("200", ssh(name, get + "https://registry.npmjs.org/wrangler/latest").ok().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m1", "m2"})
  void systemdIsContentAndSudoIsQuiet(String name) {
    assertEquals("running", ssh(name, "systemctl is-system-running --wait").ok().strip());
    assertEquals("", ssh(name, "sudo true").err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"m1", "m2"})
  void aRebootComesBackOnTheSameTree(String name) {
    LabMachine machine = lab.machine(name);
    String boot = "cat /proc/sys/kernel/random/boot_id";
    root(name, "touch /root/kept /run/lost").ok();
    String before = root(name, boot).ok();
    machine.reboot(LIMIT);
    assertNotEquals(before, root(name, boot).ok());
    assertEquals("/root/kept", root(name, "ls /root/kept /run/lost 2>/dev/null").out().strip());
    assertTrue(Files.exists(machine.rootDirectory().resolve("root/kept")));
  }

  @Test
  void aMachineCanBeSwitchedOffAndOn() {
    LabMachine machine = lab.machine("m2");
    machine.stop();
    assertEquals("stopped", machine.state());
    var refused = assertThrows(LabException.class, () -> machine.exec("true", LIMIT));
    assertEquals("m2 is not running: start it", refused.getMessage());
    machine.start();
    machine.awaitReady(LIMIT);
    machine.kill();
    assertEquals("stopped", machine.state());
    machine.start();
    machine.awaitReady(LIMIT);
  }

  @Test
  void machinesReachEachOtherOnBothNetworks() {
    LabMachine m2 = lab.machine("m2");
    for (String address : List.of(m2.address(), m2.lanAddress().orElseThrow())) {
      root("m1", "exec 3<>/dev/tcp/" + address + "/22; head -c 4 <&3", "bash").ok();
    }
  }

  @Test
  void aCutNetworkHangsAndIsHealed() throws IOException {
    LabMachine machine = lab.machine("m1");
    machine.cutNetwork();
    try {
      assertThrows(SocketTimeoutException.class, () -> connect("m1"));
      assertEquals("silent", machine.state());
      assertEquals("m1", root("m1", "hostname").ok().strip());
    } finally {
      machine.restoreNetwork();
    }
    connect("m1");
  }

  @Test
  void packetsCanBeDelayed() throws IOException {
    LabMachine machine = lab.machine("m1");
    machine.delay(Duration.ofMillis(150));
    try {
      assertTrue(connect("m1") >= 150);
      long start = System.nanoTime();
      ssh("m1", "true").ok();
      assertTrue(System.nanoTime() - start > 6 * 150_000_000L, "a login takes many round trips");
      machine.reboot(LIMIT);
      assertTrue(connect("m1") >= 150, "the delay outlives a reboot");
    } finally {
      machine.delay(Duration.ZERO);
    }
    assertTrue(connect("m1") < 150);
  }

  @Test
  void aCommandThatHangsIsEnded() {
    assertEquals(124, lab.machine("m1").exec("sleep 4242", Duration.ofSeconds(1)).status());
    assertEquals("", root("m1", "pgrep -f 'sleep 424[2]'").out());
  }

  @ParameterizedTest
  @CsvSource({"NONE, 1", "WITH_PASSWORD, 1", "FREE, 0"})
  void sudoIsWhatTheTestWants(LabMachine.Sudo kind, int status) {
    LabMachine machine = lab.machine("m1");
    machine.sudo(kind);
    try {
      assertEquals(status, ssh("m1", "sudo -n true").status());
      String asked = "echo \"" + LabMachine.PASSWORD + "\" | sudo -k -S -p '' whoami";
      assertEquals(kind == LabMachine.Sudo.NONE ? 1 : 0, ssh("m1", asked).status());
    } finally {
      machine.sudo(LabMachine.Sudo.FREE);
    }
  }

  @Test
  void anotherLabLivesBesideAndItsEndLeavesNothing() throws IOException {
    Lab other = Labs.fresh(Lab.Options.of(Labs.name("other"), 1).onDebian(12));
    Slot slot = slotOf(other);
    try {
      assertNotEquals(slotOf(lab), slot);
      String reach = "timeout 2 bash -c 'exec 3<>/dev/tcp/" + address("m1") + "/22'";
      assertNotEquals(0, other.machine("m1").exec(reach, LIMIT).status(), "labs are apart");
      assertTrue(Footprint.of(slot).size() > 4, "the footprint sees a lab that is up");
      var twice = assertThrows(LabException.class, () -> Lab.up(Lab.Options.of(other.name(), 1)));
      assertTrue(twice.toString().contains("is up already"), twice::toString);
    } finally {
      other.down();
    }
    assertEquals(List.of(), Footprint.of(slot));
    assertTrue(Files.notExists(other.directory()));
    ssh("m1", "true").ok();
  }

  private static Slot slotOf(Lab lab) {
    return new Slots(Path.of("/var/tmp/fleet-lab/slots")).of(lab.directory()).orElseThrow();
  }

  private static String address(String name) {
    return lab.machine(name).address();
  }

  /** Milliseconds until sshd answered. */
  private static long connect(String name) throws IOException {
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(name), 22), 2500);
      socket.setSoTimeout(2500);
      assertEquals('S', socket.getInputStream().read());
    } catch (ConnectException e) {
      throw new AssertionError("refused, not silent", e);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static Output ssh(String name, String command) {
    List<String> words = new ArrayList<>(lab.ssh(lab.machine(name)));
    words.add(command);
    return Program.run(LIMIT, words);
  }

  private static Output root(String name, String sh) {
    return lab.machine(name).exec(sh, LIMIT);
  }

  private static Output root(String name, String script, String shell) {
    return lab.machine(name).exec(shell + " -c '" + script + "'", LIMIT);
  }
}
