package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What distance costs: round trips are counted, not the work. */
@Timeout(60)
class RoundTripTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  @TempDir Path home;

  @Test
  void aBatchOfManyCostsWhatABatchOfOneCosts() throws Exception {
    try (LocalSshd sshd = LocalSshd.start(home.resolve("sshd"))) {
      int[] one = talk(sshd, 1);
      int[] many = talk(sshd, 200);
      assertEquals(one[1], many[1], 1);
      assertTrue(one[0] <= 4, "greeted after " + one[0]);
      assertEquals(one[0] + 1, one[1]);
    }
  }

  private int[] talk(LocalSshd sshd, int fragments) throws Exception {
    try (DelayingProxy proxy = new DelayingProxy(sshd.port, DELAY)) {
      Files.writeString(home.resolve("known_hosts"), sshd.knownHost("host_ed25519", proxy.port()));
      List<Fragment> batch =
          IntStream.range(0, fragments)
              .mapToObj(i -> new Fragment("f" + i, "echo " + i, Duration.ofSeconds(10), i % 2 == 0))
              .toList();
      try (SshConnector connector = new SshConnector(Ways.in(home));
          Connection connection =
              connector.open(
                  LocalSshd.machine(
                      "m",
                      "root",
                      proxy.port(),
                      Optional.of(sshd.directory.resolve("id")),
                      Optional.empty()),
                  "uname")) {
        int greeted = proxy.turns();
        List<Answer> answers = connection.shell(Account.USER).run(batch);
        assertEquals(fragments, answers.size());
        return new int[] {greeted, proxy.turns()};
      }
    }
  }
}
