package fleet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The fleet command as a process of its own, in a folder of its own that is its home too. */
record Cli(Path folder, List<String> before, Path input) {
  /** How it ended. */
  record Said(int exit, String out, String err) {}

  static Cli in(Path folder) {
    return new Cli(folder, List.of(), Path.of("/dev/null"));
  }

  /** The same, its process started by another command, as {@code setpriv}. */
  Cli through(String... words) {
    return new Cli(folder, List.of(words), input);
  }

  /** The same, with that on its standard input. */
  Cli reading(Path file) {
    return new Cli(folder, before, file);
  }

  Said run(String... arguments) throws IOException {
    return run(Map.of(), arguments);
  }

  Said run(Map<String, String> environment, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + folder,
            "-Dfleet.home=" + Path.of("..").toAbsolutePath().normalize(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "fleet.cli.Main"));
    words.addAll(List.of(arguments));
    Path out = Files.createTempFile("cli", ".out");
    Path err = Files.createTempFile("cli", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(input.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
      builder.environment().put("HOME", folder.toString());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + List.of(arguments));
      }
      return new Said(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
