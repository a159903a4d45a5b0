package fleet.probe;

import fleet.report.Reading;
import fleet.report.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a probe's own script on this machine: with an environment of its own, for the probe's time
 * and no longer, whatever the script has started.
 */
public final class ShProbe {
  private static final String ROOT = "root";
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
    return Map.of(
        "HOME",
        setting.home().toString(),
        "PATH",
        path(setting.home()),
        "LC_ALL",
        "C",
        "fleet_services",
        String.join(" ", setting.services()),
        "fleet_clock_offset",
        setting.clockOffset().map(offset -> Double.toString(offset.toMillis() / 1e3)).orElse(""));
  }

  /** Root runs nothing that lies in a folder of somebody else's. */
  private static String path(Path home) {
    Stream<Path> own =
        Stream.of(
                home.resolve(".local/bin"),
                home.resolve(".npm-global/bin"),
                Path.of("/opt/homebrew/bin"),
                Path.of("/usr/local/bin"))
            .filter(folder -> !ROOT.equals(System.getProperty("user.name")) || isRoots(folder));
    return Stream.concat(
            own.map(Path::toString), Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin"))
        .collect(Collectors.joining(":"));
  }

  private static boolean isRoots(Path folder) {
    try {
      return Files.getOwner(folder).getName().equals(ROOT);
    } catch (IOException _) {
      return false;
    }
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
