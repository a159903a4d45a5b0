package fleet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A coordinator that only listens, in a process of its own: bench/Listener.java. */
final class Heard implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final String url;

  Heard(Path folder, String address, int port) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.url = "https://" + address + ":" + port;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Operator.installation().resolve("bench/Listener.java").toString(),
                address,
                String.valueOf(port),
                folder.toString(),
                "5")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Eventually.is(() -> Files.readString(folder.resolve("log")).contains("listens"));
  }

  String url() {
    return url;
  }

  String pin() throws IOException {
    return Files.readString(folder.resolve("pin")).strip();
  }

  /** Lines "SERIES NUMBER full|tiny DROPPED new|again", as they came. */
  List<String> beats() throws IOException {
    Path beats = folder.resolve("beats");
    return Files.exists(beats) ? Files.readAllLines(beats) : List.of();
  }

  /** From now on it answers that status; zero ends it. */
  void answers(int status) throws IOException {
    Path file = folder.resolve("status");
    if (status == 0) {
      Files.delete(file);
    } else {
      Files.writeString(folder.resolve("status.new"), status + "\n");
      Files.move(folder.resolve("status.new"), file);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
