package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in to a real sshd: host keys, our keys, and what goes wrong. */
@Timeout(60)
class SshConnectorTest {
  @TempDir Path home;
  private LocalSshd sshd;

  @BeforeEach
  void start() throws IOException {
    sshd = LocalSshd.start(home.resolve("sshd"));
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  private void know(String key) throws IOException {
    Files.writeString(home.resolve("known_hosts"), sshd.knownHost(key, sshd.port));
  }

  private static String hello(SshOptions options, Machine machine) throws Exception {
    try (SshConnector connector = new SshConnector(options);
        Connection connection = connector.open(machine, "echo greeted $((6 * 7))")) {
      Fragment fragment =
          new Fragment("f", "echo hello; echo err >&2; exit 3", Duration.ofSeconds(5), false);
      assertEquals(
          new Untimed("f", 3, "hello\n", "err\n", false),
          Untimed.of(connection.shell(Account.USER).run(List.of(fragment)).getFirst()));
      return connection.greeting();
    }
  }

  private static String refusal(SshOptions options, Machine machine) throws IOException {
    try (SshConnector connector = new SshConnector(options)) {
      UnreachableException refused =
          assertThrows(UnreachableException.class, () -> connector.open(machine, ":").close());
      String message = String.valueOf(refused.getMessage());
      assertEquals(1, message.lines().count(), message);
      return message;
    }
  }

  private String fingerprint(String key) {
    return Run.ok("ssh-keygen", "-lf", sshd.directory.resolve(key + ".pub").toString())
        .split(" ", 3)[1];
  }

  @ParameterizedTest
  @ValueSource(strings = {"host_ed25519", "host_ecdsa"})
  void asksForTheKindOfHostKeyThatIsKnown(String key) throws Exception {
    know(key);
    assertEquals("greeted 42\n", hello(Ways.in(home), sshd.machine("m1")));
  }

  @Test
  void readsHashedKnownHosts() throws Exception {
    know("host_ed25519");
    Run.ok("ssh-keygen", "-q", "-H", "-f", home.resolve("known_hosts").toString());
    assertFalse(Files.readString(home.resolve("known_hosts")).contains("127.0.0.1"));
    assertEquals("greeted 42\n", hello(Ways.in(home), sshd.machine("m1")));
  }

  /** As ssh does: else it would accept what we refuse, and our advice would mend nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"host_ed25519", "host_ecdsa"})
  void believesTheKeyOfTheMachineOnAnotherPort(String key) throws Exception {
    Files.writeString(
        home.resolve("known_hosts"),
        sshd.knownHost(key, sshd.port).replace("[127.0.0.1]:" + sshd.port, "127.0.0.1"));
    assertEquals("greeted 42\n", hello(Ways.in(home), sshd.machine("m1")));
  }

  @Test
  void refusesAnUnknownHostKeyAndSaysHowToAcceptIt() throws Exception {
    assertEquals(
        "host key of m1 (127.0.0.1:%d) is not known: ED25519 %s; if that is right: fleet ssh m1 --accept-new true"
            .formatted(sshd.port, fingerprint("host_ed25519")),
        refusal(Ways.in(home), sshd.machine("m1")));
    assertFalse(Files.exists(home.resolve("fleet_known_hosts")));
  }

  @Test
  void acceptsANewHostKeyOnceAndKeepsIt() throws Exception {
    Path own = home.resolve("fleet_known_hosts");
    hello(Ways.in(home).withAcceptNew(true), sshd.machine("m1"));
    assertEquals(sshd.knownHost("host_ed25519", sshd.port), Files.readString(own));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    hello(Ways.in(home).withAcceptNew(true), sshd.machine("m1"));
    hello(Ways.in(home), sshd.machine("m1"));
    assertEquals(1, Files.readString(own).lines().count());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesAChangedHostKeyWhateverIsAccepted(boolean accept) throws Exception {
    LocalSshd.key(home.resolve("other"), "ed25519", "");
    String line = sshd.knownHost("../other", sshd.port);
    Files.writeString(home.resolve("known_hosts"), line);
    String other =
        Run.ok("ssh-keygen", "-lf", home.resolve("other.pub").toString()).split(" ", 3)[1];
    String message = refusal(Ways.in(home).withAcceptNew(accept), sshd.machine("m1"));
    assertEquals(
        ("host key of m1 (127.0.0.1:%d) has CHANGED: it shows ED25519 %s, known is ED25519 %s; "
                + "if the machine was renewed: ssh-keygen -R '[127.0.0.1]:%d' -f %s/known_hosts")
            .formatted(sshd.port, fingerprint("host_ed25519"), other, sshd.port, home),
        message);
    Run.ok("/bin/sh", "-c", message.substring(message.indexOf("ssh-keygen")));
    assertTrue(refusal(Ways.in(home), sshd.machine("m1")).contains("is not known"));
  }

  @Test
  void refusesARevokedHostKey() throws Exception {
    know("host_ed25519");
    String line = sshd.knownHost("host_ed25519", sshd.port);
    Files.writeString(home.resolve("fleet_known_hosts"), "@revoked * " + line.split(" ", 2)[1]);
    assertTrue(refusal(Ways.in(home), sshd.machine("m1")).contains("is revoked: ED25519 SHA256:"));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,true", "elsewhere,false"})
  void believesACertificateOfAKnownAuthority(String principal, boolean believed) throws Exception {
    Path ca = home.resolve("ca");
    LocalSshd.key(ca, "ed25519", "");
    Path pub = sshd.directory.resolve("host_ed25519.pub");
    Run.ok(
        "ssh-keygen", "-q", "-s", ca.toString(), "-I", "m1", "-h", "-n", principal, pub.toString());
    String authority = Files.readString(home.resolve("ca.pub"));
    Files.writeString(home.resolve("known_hosts"), "@cert-authority *127.0.0.1* " + authority);
    try (LocalSshd certified =
        LocalSshd.start(
            home.resolve("certified"),
            "HostKey " + sshd.directory.resolve("host_ed25519"),
            "HostCertificate " + sshd.directory.resolve("host_ed25519-cert.pub"))) {
      if (believed) {
        hello(Ways.in(home), certified.machine("m1"));
      } else {
        assertTrue(refusal(Ways.in(home), certified.machine("m1")).contains("certificate"));
      }
    }
  }

  @Test
  void saysWhichKeyWasRefused() throws Exception {
    know("host_ed25519");
    Path other = home.resolve("other");
    LocalSshd.key(other, "ed25519", "");
    String message =
        refusal(
            Ways.in(home),
            LocalSshd.machine("m1", "root", sshd.port, Optional.of(other), Optional.empty()));
    String print = Run.ok("ssh-keygen", "-lf", other + ".pub").split(" ", 3)[1];
    assertTrue(
        message.startsWith("m1 refuses our key (user root, tried " + print + " from ~/other): "),
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void triesTheUsualKeysWhereNoneIsDeclared(String type) throws Exception {
    know("host_ed25519");
    Files.createDirectory(home.resolve(".ssh"));
    LocalSshd.key(home.resolve(".ssh/id_" + type), type, "");
    if (!type.equals("ed25519")) {
      LocalSshd.key(home.resolve(".ssh/id_ed25519"), "ed25519", "");
    }
    Files.copy(
        home.resolve(".ssh/id_" + type + ".pub"),
        sshd.directory.resolve("authorized_keys"),
        StandardCopyOption.REPLACE_EXISTING);
    Machine machine =
        LocalSshd.machine("m1", "root", sshd.port, Optional.empty(), Optional.empty());
    assertEquals("greeted 42\n", hello(Ways.in(home), machine));
  }

  @Test
  void asksForAPassphraseOnce() throws Exception {
    know("host_ed25519");
    Path key = home.resolve("locked");
    LocalSshd.key(key, "ed25519", "open sesame");
    Files.copy(
        home.resolve("locked.pub"),
        sshd.directory.resolve("authorized_keys"),
        StandardCopyOption.REPLACE_EXISTING);
    Machine machine =
        LocalSshd.machine("m1", "root", sshd.port, Optional.of(key), Optional.empty());
    assertEquals(
        "m1: ~/locked is encrypted and there is nobody to ask for its passphrase: ssh-add ~/locked",
        refusal(Ways.in(home), machine));
    AtomicInteger asked = new AtomicInteger();
    SshOptions options =
        Ways.options(
            home,
            _ -> {
              asked.incrementAndGet();
              return Optional.of("open sesame".toCharArray());
            },
            Optional.empty());
    try (SshConnector connector = new SshConnector(options)) {
      connector.open(machine, ":").close();
      connector.open(machine, ":").close();
    }
    assertEquals(1, asked.get());
    SshOptions wrong =
        Ways.options(home, _ -> Optional.of("wrong".toCharArray()), Optional.empty());
    assertEquals("m1: cannot use the key ~/locked: wrong passphrase", refusal(wrong, machine));
  }
}
