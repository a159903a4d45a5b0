package fleet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A user with an empty home to try things as: where the tests run as root, one without any rights,
 * so that nothing of the machine's own state is touched.
 *
 * @param folder what it may read, its home within
 */
record Nobody(Path folder) {
  private static final int UID = 65_534;

  record Ended(int status, List<String> out, String err) {}

  static Nobody make() throws IOException {
    Path folder = Files.createTempDirectory("fleet-nobody");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Nobody nobody = new Nobody(folder);
    nobody.fresh();
    return nobody;
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static String name() {
    return isRoot() ? "nobody" : System.getProperty("user.name");
  }

  Path home() {
    return folder.resolve("home");
  }

  /** Empties the home. */
  void fresh() throws IOException {
    delete(home());
    Files.createDirectory(home());
    own(home());
  }

  void own(Path path) throws IOException {
    if (isRoot()) {
      Files.setAttribute(path, "unix:uid", UID);
      Files.setAttribute(path, "unix:gid", UID);
    }
  }

  /** Starts a command as that user, its output going to files in the folder. */
  Process start(List<String> command, Path in) throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups"));
    }
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("HOME", home().toString());
    builder.environment().put("LOGNAME", name());
    builder.environment().remove("DRY_RUN");
    return builder
        .directory(folder.toFile())
        .redirectInput(in.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  Ended run(List<String> command, Path in) throws IOException, InterruptedException {
    return end(start(command, in));
  }

  Ended end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("did not end: " + Files.readString(folder.resolve("out")));
    }
    return new Ended(
        process.exitValue(),
        Files.readAllLines(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  /** Every path of the home with its mode, time and content. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        var facts =
            Files.readAttributes(path, "unix:mode,ino,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        String content = Files.isRegularFile(path) ? Files.readString(path) : "";
        all.put(home().relativize(path).toString(), new TreeMap<>(facts) + content);
      }
    }
    return all;
  }

  void delete() throws IOException {
    delete(folder);
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      paths.sorted((a, b) -> b.compareTo(a)).forEach(Nobody::remove);
    }
  }

  private static void remove(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
