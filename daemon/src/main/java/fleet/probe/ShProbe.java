package fleet.probe;

import fleet.report.Reading;
import fleet.report.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a probe's own script on this machine. */
final class ShProbe {
  private ShProbe() {}

  static Reading<List<Row>> run(Probe probe, Setting setting)
      throws IOException, InterruptedException {
    Process sh =
        new ProcessBuilder("/bin/sh", "-c", probe.script())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      sh.getOutputStream().close();
      String out = new String(sh.getInputStream().readNBytes(64 * 1024), StandardCharsets.UTF_8);
      return sh.waitFor(probe.limit().toMillis(), TimeUnit.MILLISECONDS)
          ? ScriptRows.read(probe, out)
          : new Reading.TimedOut<>(probe.limit());
    } finally {
      sh.destroyForcibly();
    }
  }
}
