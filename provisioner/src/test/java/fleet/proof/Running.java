package fleet.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/** A fleet command that runs: it may be waited for, interrupted or killed. */
final class Running {
  private final Process process;
  private final Said out;
  private final Said err;

  Running(Process process) {
    this.process = process;
    this.out = new Said(process.getInputStream());
    this.err = new Said(process.getErrorStream());
  }

  /** Waits until a whole line of standard output fits; false when it ended without one. */
  boolean says(Predicate<String> line, Duration limit) throws InterruptedException {
    return says(line, 1, limit);
  }

  /** Waits until so many lines fit. */
  boolean says(Predicate<String> line, int times, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      if (out.whole().lines().filter(line).count() >= times) {
        return true;
      }
      if (!alive) {
        return false;
      }
      Assertions.assertTrue(System.nanoTime() < end, () -> "no such line within " + limit + this);
      Thread.sleep(5);
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    signal("INT");
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, "--", String.valueOf(process.pid())).start().waitFor();
  }

  /** How it ends, which it must within the limit. */
  Ended end(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      Assertions.fail("fleet did not end within " + limit + this);
    }
    return new Ended(process.exitValue(), out.all(), err.all());
  }

  @Override
  public String toString() {
    return "\n--- out\n" + out.sofar() + "--- err\n" + err.sofar();
  }

  /** What one stream said so far. */
  @SuppressWarnings("JdkObsolete") // two threads share it
  private static final class Said {
    private final StringBuffer text = new StringBuffer();
    private final Thread reader;

    Said(InputStream stream) {
      reader = Thread.ofPlatform().daemon().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (stream) {
        byte[] buffer = new byte[8192];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        // It was killed while it said something.
      }
    }

    String sofar() {
      return text.toString();
    }

    String whole() {
      String all = sofar();
      return all.substring(0, all.lastIndexOf('\n') + 1);
    }

    String all() throws InterruptedException {
      reader.join();
      return sofar();
    }
  }
}
