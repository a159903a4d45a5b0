package fleet.cli.daemon;

import fleet.cli.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs of this computer, and of the JDK that fleet runs on. */
final class Tools {
  private Tools() {}

  static Path jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool);
  }

  static void run(Map<String, String> environment, List<String> command)
      throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new UsageException(
            "cannot make fleetd's archive: %s: %s"
                .formatted(
                    Path.of(command.getFirst()).getFileName(),
                    said.substring(said.lastIndexOf('\n') + 1)));
      }
    } catch (IOException e) {
      throw new UsageException("cannot make fleetd's archive: " + e.getMessage());
    }
  }
}
