package fleet.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** This computer as somebody without any rights sees it, with a home of their own. */
public final class PlainUser implements AutoCloseable {
  private static final String NOBODY = "65534";

  private final Path home;

  private PlainUser(Path home) {
    this.home = home;
  }

  public static PlainUser make() throws IOException {
    Path home = Files.createTempDirectory("fleet-home");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new PlainUser(home);
  }

  public Path home() {
    return home;
  }

  /** The way to their shell. */
  public Connector connector() {
    boolean root = "root".equals(System.getProperty("user.name"));
    String user =
        root ? "setpriv --reuid=" + NOBODY + " --regid=" + NOBODY + " --clear-groups " : "";
    return new LocalConnector(
        new Limits(Duration.ofSeconds(20), Duration.ofSeconds(2), 200_000, 20_000),
        new Secrets(Prompt.NOBODY),
        user + "env LOGNAME=nobody HOME=" + home + " /bin/sh");
  }

  /** All that they were left with: the text of every file below their home. */
  public String everything() {
    StringBuilder all = new StringBuilder();
    files()
        .filter(Files::isRegularFile)
        .forEach(file -> all.append(file).append('\n').append(text(file)).append('\n'));
    return all.toString();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Path> files() {
    try (Stream<Path> files = Files.walk(home)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> all = files().sorted(Comparator.reverseOrder()).toList();
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
