package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import fleet.shell.DelayingProxy;
import fleet.shell.LocalSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often an apply waits for a far machine does not hang on how many steps it has. */
class RoundTripsTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  @TempDir private Path folder;

  @Test
  void aHundredStepsThatAreTrueWaitAsOftenAsFive() throws Exception {
    try (LocalSshd sshd = LocalSshd.start(folder.resolve("sshd"))) {
      int few = turns(sshd, 5);
      assertEquals(few, turns(sshd, 100));
      assertTrue(few <= 10, () -> few + " round trips");
    }
  }

  private int turns(LocalSshd sshd, int steps) throws Exception {
    StringBuilder playbook = new StringBuilder("playbook: p\nsteps:\n");
    for (int i = 0; i < steps; i++) {
      Path file = Files.writeString(folder.resolve("file" + i), "text " + i);
      playbook.append("  - file: {path: %s, content: text %d}\n".formatted(file, i));
    }
    Files.writeString(folder.resolve("p.yaml"), playbook);
    try (DelayingProxy proxy = new DelayingProxy(sshd.port(), DELAY)) {
      Files.createDirectories(folder.resolve(".ssh"));
      Files.writeString(
          folder.resolve(".ssh/known_hosts"), sshd.knownHost("host_ed25519", proxy.port()));
      Files.writeString(
          folder.resolve("fleet.yaml"),
          """
          fleet: f
          machines:
            m: {address: 127.0.0.1, port: %d, user: root, identity: %s}
          """
              .formatted(proxy.port(), sshd.identity()));
      Said said = Cli.in(folder).run("apply", "--on", "m", "./p.yaml");
      assertEquals(0, said.exit(), said.err());
      assertTrue(said.out().contains(steps + " unchanged"), said.out());
      return proxy.turns();
    }
  }
}
