package fleet.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Machine;
import fleet.shell.LocalSshd;
import fleet.shell.Prompt;
import fleet.shell.Secrets;
import fleet.shell.SshConnector;
import fleet.shell.SshOptions;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of our own messages, and of the tools that these quote. */
class FailureClassTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TIMEOUT   | m1: no answer from 100.64.0.9 port 22
          TIMEOUT   | m1: no login within 30 s
          TIMEOUT   | m1: no answer for 30 s
          TIMEOUT   | m1: gave no sign of life for 30 s
          TIMEOUT   | m1: disk does not end when killed
          TIMEOUT   | did not end within 60 s: Reading package lists...
          TIMEOUT   | unknown: its check did not end in time
          TIMEOUT   | npm error code ETIMEDOUT
          TIMEOUT   | systemd does not answer
          TRANSIENT | m1: 100.64.0.9 port 22: Connection refused
          TRANSIENT | m1: 100.64.0.9 port 22: No route to host
          TRANSIENT | 100.64.0.9 port 22: Network is unreachable
          TRANSIENT | m1: broke off in look.3: the shell ended
          TRANSIENT | m1: the shell did not begin: the shell ended
          TRANSIENT | m1: the conversation was broken off
          TRANSIENT | m1: Connection reset
          TRANSIENT | m4 cannot reach 10.0.0.9 port 22: Connect failed
          TRANSIENT | another run has this machine: held by me@here/12/run_01
          TRANSIENT | its fix ended with 100: E: Could not get lock /var/lib/dpkg/lock-frontend
          TRANSIENT | its fix ended with 100: Temporary failure resolving 'deb.debian.org'
          TRANSIENT | pending reboot: kernel
          AUTH      | m1 refuses our key (user dev, tried /k): it takes publickey
          AUTH      | host key of m1 (127.0.0.1:22) has CHANGED: it shows ED25519 SHA256:x, known is y
          AUTH      | host key of m1 (127.0.0.1:22) is not known: ED25519 SHA256:x
          AUTH      | host key of m1 (127.0.0.1:22) is revoked: ED25519 SHA256:x
          AUTH      | no sudo for dev on m1: sudo wants a password and there is nobody to ask: run it on a terminal
          AUTH      | no sudo for dev on m1: sudo refuses the password
          AUTH      | only root can tell
          AUTH      | nobody is logged in at the console of mac1
          AUTH      | its fix ended with 128: fatal: Authentication failed for 'https://x/'
          AUTH      | its fix ended with 1: mkdir: cannot create directory '/x': Permission denied
          AUTH      | the coordinator http://h:1: this key is not known, or ended: fleet coordinator login URL
          RESOURCE  | its fix ended with 1: cp: error writing '/x': No space left on device
          RESOURCE  | cannot take this machine's lock: mkdir: /var/lib/fleet: Read-only file system
          RESOURCE  | its fix ended with 2: sh: 1: Cannot fork
          RESOURCE  | npm error code ENOSPC
          LOGIC     | m1: no such host: m1.example
          LOGIC     | m1: its jump machines lead in a circle
          LOGIC     | m1: its jump machine m9 is not in the registry
          LOGIC     | its fix ran, yet it is absent
          LOGIC     | is 3, and only a person can make it 4
          LOGIC     | by hand: log in at the console
          LOGIC     | a later step undid it: is absent
          LOGIC     | its fix ended with 127: sh: 1: frob: not found
          LOGIC     | its fix ended with 100: E: Unable to locate package frob
          LOGIC     | unknown: its check printed more than one line: a
          LOGIC     | mac1 is not a Mac: it has no console user
          LOGIC     | bootstrap.yaml:12:5: there is no step kind 'pakage'
          UNKNOWN   | its fix ended with 1
          UNKNOWN   | its fix ended with 3: frobnication impossible
          """)
  void aReasonHasItsClass(FailureClass wanted, String why) {
    assertEquals(wanted, FailureClass.of(why));
  }

  /** The same of logins that really fail. */
  @Test
  void realFailuresHaveTheirClass() throws Exception {
    try (LocalSshd sshd = LocalSshd.start(folder.resolve("sshd"));
        ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path known = folder.resolve("known_hosts");
      Files.writeString(known, "");
      assertEquals(FailureClass.AUTH, of(sshd.port(), sshd.identity(), known));
      Files.writeString(
          known,
          sshd.knownHost("host_ed25519", sshd.port())
              .replace(word(sshd, "host_ed25519"), word(sshd, "id")));
      assertEquals(FailureClass.AUTH, of(sshd.port(), sshd.identity(), known));
      Files.writeString(known, sshd.knownHost("host_ed25519", sshd.port()));
      assertEquals(FailureClass.AUTH, of(sshd.port(), folder.resolve("sshd/host_ed25519"), known));
      assertEquals(FailureClass.TRANSIENT, of(1, sshd.identity(), known));
      assertEquals(FailureClass.TIMEOUT, of(mute.getLocalPort(), sshd.identity(), known));
    }
  }

  private static String word(LocalSshd sshd, String key) throws IOException {
    Path file = sshd.identity().resolveSibling(key + ".pub");
    return Files.readString(file).split(" ", 3)[1];
  }

  private FailureClass of(int port, Path identity, Path known) throws IOException {
    Machine machine =
        new Machine(
            "m1",
            "127.0.0.1",
            Optional.empty(),
            System.getProperty("user.name"),
            List.of(),
            port,
            Optional.empty(),
            Optional.of(identity),
            List.of(),
            1,
            Optional.empty(),
            List.of(),
            false,
            Optional.empty());
    SshOptions options =
        SshOptions.standard(known, new Secrets(Prompt.NOBODY), _ -> Optional.empty())
            .withConnect(Duration.ofSeconds(2));
    try (SshConnector connector = new SshConnector(options)) {
      return FailureClass.of(
          assertThrows(UnreachableException.class, () -> connector.open(machine, ":").close())
              .why());
    }
  }

  @Test
  void moreThanAFifthOfNoKnownClassIsAWarning() {
    assertFalse(FailureClass.warning(List.of()).isPresent());
    assertFalse(warned(1, 4));
    assertTrue(warned(2, 7));
    assertTrue(warned(1, 0));
    assertEquals(
        "2 of 9 recent failures are UNKNOWN (more than 20 %): their reasons are not understood",
        FailureClass.warning(some(2, 7)).orElseThrow());
  }

  private static boolean warned(int unknown, int others) {
    return FailureClass.warning(some(unknown, others)).isPresent();
  }

  private static List<FailureClass> some(int unknown, int others) {
    List<FailureClass> all = new ArrayList<>(Collections.nCopies(unknown, FailureClass.UNKNOWN));
    all.addAll(Collections.nCopies(others, FailureClass.AUTH));
    return all;
  }
}
