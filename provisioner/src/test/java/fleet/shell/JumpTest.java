package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines behind machines. */
@Timeout(60)
class JumpTest {
  private static final int BEHIND = 15;

  @TempDir Path home;
  private LocalSshd outer;
  private LocalSshd inner;

  @BeforeEach
  void start() throws IOException {
    outer = LocalSshd.start(home.resolve("outer"));
    inner = LocalSshd.start(home.resolve("inner"));
    know(outer, inner);
  }

  @AfterEach
  void stop() {
    inner.close();
    outer.close();
  }

  private void know(LocalSshd... known) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (LocalSshd sshd : known) {
      lines.append(sshd.knownHost("host_ed25519", sshd.port));
    }
    Files.writeString(home.resolve("known_hosts"), lines);
  }

  private Machine behind(String name, String jump) {
    return LocalSshd.machine(
        name, "root", inner.port, Optional.of(inner.directory.resolve("id")), Optional.of(jump));
  }

  private static Fragment free(String script) {
    return new Fragment("f", script, Duration.ofSeconds(10), false);
  }

  @Test
  void manyShareOneWayThrough() throws Exception {
    CountDownLatch together = new CountDownLatch(BEHIND);
    try (SshConnector connector = new SshConnector(Ways.in(home, outer.machine("gate")));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < BEHIND; i++) {
        Machine machine = behind("m" + i, "gate");
        all.add(
            threads.submit(
                () -> {
                  try (Connection connection = connector.open(machine, ":")) {
                    together.countDown();
                    together.await();
                    Fragment from =
                        free("echo \"$SSH_CONNECTION\" | cut -d' ' -f4; pgrep -cP " + outer.pid());
                    return connection.shell(Account.USER).run(List.of(from)).getFirst().out();
                  }
                }));
      }
      for (Future<String> one : all) {
        assertEquals(inner.port + "\n1\n", one.get());
      }
    }
  }

  @Test
  void oneThatIsCutOffDoesTheOthersNoHarm() throws Exception {
    try (SshConnector connector = new SshConnector(Ways.in(home, outer.machine("gate")));
        Connection quiet = connector.open(behind("quiet", "gate"), ":")) {
      for (int i = 0; i < 5; i++) {
        Connection loud = connector.open(behind("loud", "gate"), ":");
        Thread flood =
            Thread.ofVirtual()
                .start(
                    () ->
                        assertThrows(
                            UnreachableException.class,
                            () -> loud.shell(Account.USER).run(List.of(free("yes")))));
        Thread.sleep(200);
        loud.close();
        flood.join();
      }
      assertEquals(
          "fine\n", quiet.shell(Account.USER).run(List.of(free("echo fine"))).getFirst().out());
    }
  }

  @Test
  void chainsAreFollowedAndEveryHostKeyIsChecked() throws Exception {
    try (LocalSshd middle = LocalSshd.start(home.resolve("middle"))) {
      Machine second =
          LocalSshd.machine(
              "second",
              "root",
              middle.port,
              Optional.of(middle.directory.resolve("id")),
              Optional.of("gate"));
      know(outer, middle, inner);
      try (SshConnector connector = new SshConnector(Ways.in(home, outer.machine("gate"), second));
          Connection connection = connector.open(behind("m", "second"), "echo hello")) {
        assertEquals("hello\n", connection.greeting());
      }
      know(outer, inner);
      try (SshConnector connector =
          new SshConnector(Ways.in(home, outer.machine("gate"), second))) {
        String why = refused(connector, behind("m", "second"));
        assertTrue(why.startsWith("m is behind second: host key of second (127.0.0.1:"), why);
      }
    }
  }

  private static String refused(SshConnector connector, Machine machine) {
    return String.valueOf(
        assertThrows(UnreachableException.class, () -> connector.open(machine, ":")).getMessage());
  }

  @Test
  void saysWhatIsWrongWithTheWay() throws Exception {
    Machine a = behind("a", "b");
    Machine b = behind("b", "a");
    try (SshConnector connector = new SshConnector(Ways.in(home, a, b))) {
      assertTrue(refused(connector, a).contains("its jump machines lead in a circle"));
      assertEquals(
          "m is behind nobody: m: its jump machine nobody is not in the registry",
          refused(connector, behind("m", "nobody")));
    }
    inner.close();
    try (SshConnector connector = new SshConnector(Ways.in(home, outer.machine("gate")))) {
      assertEquals(
          "m: gate cannot reach 127.0.0.1 port " + inner.port + ": Connection refused",
          refused(connector, behind("m", "gate")));
    }
  }
}
