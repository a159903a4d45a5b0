package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Root's shell, by way of a real sudo. */
@Timeout(60)
class SudoTest {
  @TempDir Path home;
  private LocalSshd sshd;

  @BeforeEach
  void start() throws IOException {
    sshd = LocalSshd.start(home.resolve("sshd"));
    Files.writeString(home.resolve("known_hosts"), sshd.knownHost("host_ed25519", sshd.port));
    Run.ok("chmod", "a+rx", home.toString(), sshd.directory.toString());
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  private Machine machine(String user) {
    return LocalSshd.machine(
        "m1", user, sshd.port, Optional.of(sshd.directory.resolve("id")), Optional.empty());
  }

  private static Fragment free(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(5), false);
  }

  private SshOptions answering(String password, AtomicInteger asked) {
    return Ways.options(
        home,
        question -> {
          asked.incrementAndGet();
          assertTrue(question.startsWith("Password of "), question);
          return Optional.of(password.toCharArray());
        },
        Optional.empty());
  }

  @Test
  void rootNeedsNoSudo() throws Exception {
    try (SshConnector connector = new SshConnector(Ways.in(home));
        Connection connection = connector.open(machine("root"), ":")) {
      assertSame(connection.shell(Account.USER), connection.shell(Account.ROOT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/usr/bin/zsh", "/usr/bin/fish", "/usr/bin/tcsh"})
  void risesWithoutAPasswordWhateverTheLoginShell(String shell) throws Exception {
    try (TempUser user = TempUser.make(shell, "ALL=(ALL) NOPASSWD: ALL");
        SshConnector connector = new SshConnector(Ways.in(home));
        Connection connection = connector.open(machine(user.name), "echo $LC_ALL")) {
      assertEquals("C\n", connection.greeting());
      Fragment who = free("who", "id -un; echo \"$HOME\"; echo \"$PATH\"");
      String[] root =
          connection.shell(Account.ROOT).run(List.of(who)).getFirst().out().split("\n", -1);
      String[] own =
          connection.shell(Account.USER).run(List.of(who)).getFirst().out().split("\n", -1);
      assertEquals(List.of("root", "/root"), List.of(root[0], root[1]));
      assertFalse(root[2].contains(user.name), root[2]);
      assertEquals(user.name, own[0]);
      assertTrue(own[2].startsWith("/home/" + user.name + "/.local/bin:"), own[2]);
      assertTrue((":" + own[2] + ":").contains(":/usr/sbin:"), own[2]);
    }
  }

  @Test
  void givesThePasswordOnceAndKillsAsRoot() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (TempUser user = TempUser.make("/bin/bash", "ALL=(ALL) ALL");
        SshConnector connector = new SshConnector(answering(TempUser.PASSWORD, asked))) {
      for (int i = 0; i < 2; i++) {
        try (Connection connection = connector.open(machine(user.name), ":")) {
          Fragment slow = new Fragment("slow", "sleep 50", Duration.ofMillis(500), false);
          List<Answer> answers =
              connection.shell(Account.ROOT).run(List.of(free("who", "id -un; set"), slow));
          assertTrue(answers.get(0).out().startsWith("root\n"));
          assertFalse(answers.get(0).out().contains(TempUser.PASSWORD));
          assertTrue(answers.get(1).timedOut());
          assertEquals(143, answers.get(1).status());
        }
      }
    }
    assertEquals(1, asked.get());
  }

  private String blocked(SshOptions options, String sudoers) throws Exception {
    try (TempUser user = TempUser.make("/bin/bash", sudoers);
        SshConnector connector = new SshConnector(options);
        Connection connection = connector.open(machine(user.name), ":")) {
      BlockedException blocked =
          assertThrows(BlockedException.class, () -> connection.shell(Account.ROOT));
      assertEquals(
          "still here\n",
          connection
              .shell(Account.USER)
              .run(List.of(free("f", "echo still here")))
              .getFirst()
              .out());
      return String.valueOf(blocked.getMessage()).replace(user.name, "dev");
    }
  }

  @Test
  void saysWhyItIsBlocked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    assertEquals(
        "no sudo for dev on m1: sudo refuses the password",
        blocked(answering("wrong", asked), "ALL=(ALL) ALL"));
    assertEquals(
        "no sudo for dev on m1: sudo wants a password and there is nobody to ask: run it on a terminal",
        blocked(Ways.in(home), "ALL=(ALL) ALL"));
    assertTrue(
        blocked(answering(TempUser.PASSWORD, asked), "")
            .startsWith("no sudo for dev on m1: dev is not in the sudoers file"));
    assertEquals(
        "no sudo for dev on m1: sudo: sorry, you must have a tty to run sudo",
        blocked(Ways.in(home), "ALL=(ALL) NOPASSWD: ALL\nDefaults requiretty"));
  }

  @Test
  void hasNoConsoleWhereThereIsNone() throws Exception {
    try (SshConnector connector = new SshConnector(Ways.in(home));
        Connection connection = connector.open(machine("root"), ":")) {
      BlockedException blocked =
          assertThrows(BlockedException.class, () -> connection.shell(Account.CONSOLE));
      assertEquals("m1 is not a Mac: it has no console user", blocked.getMessage());
    }
  }
}
