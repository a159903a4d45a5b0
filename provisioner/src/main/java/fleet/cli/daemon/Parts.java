package fleet.cli.daemon;

import fleet.cli.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What fleetd is made of.
 *
 * @param libraries jars of this very fleet, or folders of classes where it runs unpacked
 * @param script starts it
 */
record Parts(List<Path> libraries, String script) {
  /** What an agent uses; a coordinator's database and keys stay here. */
  private static final String NEEDED =
      "(daemon|jackson-(annotations|core|databind)|jna|jna-platform.*|oshi-(core|common)|slf4j-(api|jdk14))-[0-9].*\\.jar";

  /** Modules of the runtime, and no more. */
  static final String MODULES = "java.base,java.logging,java.management,java.xml,jdk.unsupported";

  private static final int DIGITS = 12;

  static Parts here() {
    List<Path> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(
                path ->
                    path.getFileName().toString().matches(NEEDED)
                        || path.endsWith(Path.of("daemon", "target", "classes")))
            .sorted(Comparator.comparing(path -> path.getFileName().toString()))
            .toList();
    try (InputStream script = Parts.class.getResourceAsStream("fleetd.sh")) {
      return new Parts(
          libraries,
          new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("cannot read fleetd's start script: " + e.getMessage());
    }
  }

  /** Names all that is in it, so that equal contents have the same name everywhere. */
  String version() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((MODULES + "\n" + script).getBytes(StandardCharsets.UTF_8));
      sha.update(Files.readAllBytes(Path.of(System.getProperty("java.home"), "release")));
      for (Path library : libraries) {
        for (Path file : files(library)) {
          sha.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
          sha.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UsageException("cannot read fleetd's own files: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static List<Path> files(Path library) throws IOException {
    try (Stream<Path> files = Files.walk(library)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
