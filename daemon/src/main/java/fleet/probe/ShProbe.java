package fleet.probe;

import fleet.report.Reading;
import fleet.report.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a probe's own script on this machine: with an environment of its own, for the probe's time
 * and no longer, whatever the script has started.
 */
public final class ShProbe {
  private static final int MOST_BYTES = 64 * 1024;

  /** For the last bytes on their way, once the script has ended. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private ShProbe() {}

  public static Reading<List<Row>> run(Probe probe, Setting setting)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder("/bin/sh", "-c", probe.script())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    command.environment().clear();
    command.environment().putAll(environment(setting));
    Process sh = command.start();
    try {
      sh.getOutputStream().close();
      var out = new Output(sh.getInputStream());
      boolean ended = sh.waitFor(probe.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        return new Reading.TimedOut<>(probe.limit());
      }
      String text = out.within(LINGER);
      return text.isBlank() && sh.exitValue() != 0
          ? new Reading.Failed<>("its script ended with " + sh.exitValue())
          : ScriptRows.read(probe, text);
    } finally {
      List<ProcessHandle> family = sh.descendants().toList();
      sh.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Map<String, String> environment(Setting setting) {
    String home = setting.home().toString();
    return Map.of(
        "HOME",
        home,
        "PATH",
        home
            + "/.local/bin:"
            + home
            + "/.npm-global/bin:/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LC_ALL",
        "C",
        "fleet_services",
        String.join(" ", setting.services()),
        "fleet_clock_offset",
        setting.clockOffset().map(offset -> "%.3f".formatted(offset.toMillis() / 1e3)).orElse(""));
  }

  /** Read beside, because a process that nobody can kill may hold the pipe open for ever. */
  private static final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;

    Output(InputStream from) {
      reader = Thread.ofPlatform().daemon().name("probe output").start(() -> read(from));
    }

    private void read(InputStream from) {
      byte[] buffer = new byte[8192];
      try {
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
          synchronized (bytes) {
            bytes.write(buffer, 0, Math.min(length, MOST_BYTES - bytes.size()));
          }
        }
      } catch (IOException _) {
        // What came until then is what there is.
      }
    }

    String within(Duration limit) throws InterruptedException {
      reader.join(limit);
      synchronized (bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
    }
  }
}
