package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Machines that hang, flood, die and babble: each costs itself only, and not for long. */
@Timeout(60)
class TroubleTest {
  @TempDir Path home;
  private LocalSshd sshd;
  private SshConnector connector;
  private SshConnector hasty;

  @BeforeEach
  void start() throws IOException {
    sshd = LocalSshd.start(home.resolve("sshd"));
    Files.writeString(home.resolve("known_hosts"), sshd.knownHost("host_ed25519", sshd.port));
    Run.ok("chmod", "a+rx", home.toString(), sshd.directory.toString());
    connector = new SshConnector(Ways.in(home));
    hasty = new SshConnector(Ways.hasty(home));
  }

  @AfterEach
  void stop() {
    connector.close();
    hasty.close();
    sshd.close();
  }

  private Machine at(int port) {
    return LocalSshd.machine(
        "m1", "root", port, Optional.of(sshd.directory.resolve("id")), Optional.empty());
  }

  private Machine of(TempUser user) {
    return LocalSshd.machine(
        "m1", user.name, sshd.port, Optional.of(sshd.directory.resolve("id")), Optional.empty());
  }

  private static Fragment free(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(5), false);
  }

  private static String unreachable(Duration within, Executable action) {
    long start = System.nanoTime();
    UnreachableException e = assertThrows(UnreachableException.class, action);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(within) < 0, "took " + took);
    return String.valueOf(e.getMessage());
  }

  @Test
  void nobodyListens() throws Exception {
    int port = LocalSshd.freePort();
    assertEquals(
        "m1: 127.0.0.1 port " + port + ": Connection refused",
        unreachable(Duration.ofSeconds(3), () -> connector.open(at(port), ":")));
  }

  @Test
  void silentBeforeTheBanner() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String why =
          unreachable(Duration.ofSeconds(6), () -> hasty.open(at(silent.getLocalPort()), ":"));
      assertTrue(why.startsWith("m1: no "), why);
    }
  }

  @Test
  void babblesForEverInsteadOfABanner() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (var socket = server.accept()) {
                  for (int i = 0; i < 600; i++) {
                    socket.getOutputStream().write("hm\r\n".getBytes(UTF_8));
                    Thread.sleep(100);
                  }
                } catch (IOException | InterruptedException e) {
                  // The other side has had enough.
                }
              });
      assertEquals(
          "m1: no login within 3 s",
          unreachable(Duration.ofSeconds(6), () -> hasty.open(at(server.getLocalPort()), ":")));
    }
  }

  @Test
  void fallsSilentInAConversation() throws Exception {
    try (Connection connection = hasty.open(at(sshd.port), ":")) {
      Fragment stop =
          new Fragment("stop", "sleep 0.3; kill -STOP $PPID", Duration.ofSeconds(1), false);
      String why =
          unreachable(
              Duration.ofSeconds(15),
              () -> connection.shell(Account.USER).run(List.of(stop, free("next", ":"))));
      assertTrue(why.startsWith("m1: cannot end stop"), why);
    }
  }

  @Test
  void itsSshdDies() throws Exception {
    try (Connection connection = connector.open(at(sshd.port), ":")) {
      String why =
          unreachable(
              Duration.ofSeconds(10),
              () ->
                  connection
                      .shell(Account.USER)
                      .run(List.of(free("die", "sleep 0.3; kill -9 $PPID"))));
      assertTrue(why.startsWith("m1: broke off in die: "), why);
    }
  }

  @Test
  void itsShellDies() throws Exception {
    try (Connection connection = connector.open(at(sshd.port), ":")) {
      String why =
          unreachable(
              Duration.ofSeconds(10),
              () ->
                  connection
                      .shell(Account.USER)
                      .run(List.of(free("die", "sleep 0.3; kill -9 $$"))));
      assertTrue(why.startsWith("m1: broke off in die: "), why);
    }
  }

  @RepeatedTest(5)
  void floodsCostTheFlooderOnly() throws Exception {
    Fragment flood = new Fragment("flood", "yes & yes >&2", Duration.ofSeconds(1), false);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Connection connection = connector.open(at(sshd.port), ":")) {
                    return connection
                        .shell(Account.USER)
                        .run(List.of(flood, free("last", "echo there")));
                  }
                }));
      }
      for (Future<List<Answer>> one : all) {
        List<Answer> answers = one.get();
        assertTrue(answers.get(0).timedOut());
        assertTrue(answers.get(0).out().length() < 201_000);
        assertTrue(answers.get(0).err().length() < 21_000);
        assertTrue(answers.get(0).out().contains("more were thrown away]"));
        assertEquals(new Untimed("last", 0, "there\n", "", false), Untimed.of(answers.get(1)));
      }
    }
  }

  @Test
  void closingDoesNotWaitForWhatRuns() throws Exception {
    Connection connection = connector.open(at(sshd.port), ":");
    Fragment sleep = new Fragment("sleep", "sleep 8", Duration.ofSeconds(20), false);
    Thread.ofVirtual()
        .start(
            () ->
                assertThrows(
                    UnreachableException.class,
                    () -> connection.shell(Account.USER).run(List.of(sleep))));
    Thread.sleep(300);
    long start = System.nanoTime();
    connection.close();
    assertTrue(System.nanoTime() - start < 2_000_000_000L);
  }

  @Test
  void leavesNoThreadsBehind() throws Exception {
    for (int i = 0; i < 5; i++) {
      connector.open(at(sshd.port), ":").close();
    }
    for (int i = 0; i < 100 && sshThreads() > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, sshThreads());
  }

  private static long sshThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sshj"))
        .count();
  }

  @Test
  void anAccountWithoutAShellSaysSo() throws Exception {
    try (TempUser user = TempUser.make("/usr/sbin/nologin", "")) {
      assertEquals(
          "m1: the shell did not begin: This account is currently not available.",
          unreachable(Duration.ofSeconds(10), () -> connector.open(of(user), ":")));
    }
  }

  @Test
  void startupFilesMayBabbleButNotHang() throws Exception {
    try (TempUser user = TempUser.make("/bin/bash", "")) {
      Path rc = Path.of("/home", user.name, ".bashrc");
      Files.writeString(rc, "echo welcome; echo careful >&2; set -a\n");
      try (Connection connection = connector.open(of(user), "echo hello")) {
        assertEquals("hello\n", connection.greeting());
      }
      Files.writeString(rc, "sleep 20\n");
      assertEquals(
          "m1: no answer for 3 s",
          unreachable(Duration.ofSeconds(8), () -> hasty.open(of(user), ":")));
    }
  }
}
