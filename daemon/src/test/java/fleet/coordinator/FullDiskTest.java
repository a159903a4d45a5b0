package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fleet.wire.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator whose disk is full says so, reads on, and goes on by itself. */
class FullDiskTest {
  private static final int TRIES = 2000;

  @TempDir private Path dir;

  private static boolean ran(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  @Test
  void itIsRefusedAndThenTaken() throws Exception {
    Path small = Files.createDirectory(dir.resolve("small"));
    assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()), "no mount");
    try (TestCoordinator it = TestCoordinator.plain(small.resolve("data"))) {
      String token = it.token("m1");
      assertEquals(200, beat(it, token, 1).status());
      fill(small.resolve("filling"));
      long number = 1;
      Reply refused = beat(it, token, 2);
      while (refused.ok() && number++ < TRIES) {
        refused = beat(it, token, number + 1);
      }
      assertEquals(503, refused.status());
      String why = refused.body().path("detail").asString();
      assertTrue(why.contains("is full: make room (df -h "), why);
      assertEquals("m1", it.machine("m1").path("name").asString());
      assertEquals(503, it.call("", "GET", "/healthz", "").status());
      Files.delete(small.resolve("filling"));
      Reply taken = beat(it, token, number + 1);
      assertEquals(200, taken.status());
      assertEquals(number + 1, taken.body().path("number").asLong());
      assertEquals(200, healthAtLast(it));
    } finally {
      assertTrue(ran("umount", small.toString()));
    }
  }

  private static Reply beat(TestCoordinator it, String token, long number) {
    return it.call(token, "POST", "/v1/beats", TestCoordinator.beat(number));
  }

  /** It forgets the trouble some seconds after it was last met. */
  private static int healthAtLast(TestCoordinator it) throws InterruptedException {
    int status = 0;
    for (int i = 0; i < 60 && status != 200; i++) {
      Thread.sleep(500);
      status = it.call("", "GET", "/healthz", "").status();
    }
    return status;
  }

  private static void fill(Path file) {
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException _) {
      // now it is full
    }
  }
}
