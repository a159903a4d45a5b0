package fleet.playbook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes that cannot hang a test. */
final class Processes {
  private static final int SECONDS = 60;

  private Processes() {}

  record Ended(int status, String out) {}

  static String output(List<String> command) throws IOException {
    Path out = Files.createTempFile("out", "");
    Ended ended = run(command, Map.of(), Path.of("/"), out);
    Files.delete(out);
    return ended.out();
  }

  /** Runs it without input; what it prints goes to a file, and is the answer too. */
  static Ended run(List<String> command, Map<String, String> environment, Path in, Path out)
      throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(in.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("did not end within " + SECONDS + " s: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new Ended(process.exitValue(), text(out));
  }

  static String text(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }
}
