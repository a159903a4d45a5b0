package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** The file trees that machines share, one a Debian release, made once and kept. */
final class Bases {
  /** Raise it whenever base.sh makes something else. */
  private static final int VERSION = 1;

  private static final Map<Integer, String> SUITES = Map.of(12, "bookworm", 13, "trixie");
  private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private Bases() {}

  static boolean known(int debian) {
    return SUITES.containsKey(debian);
  }

  /** The tree of a release, made now if need be: the lock is the script's, so it dies with it. */
  static Path of(int debian, Consumer<String> progress) {
    String suite = SUITES.get(debian);
    if (suite == null) {
      throw new LabException("no Debian " + debian + " in the lab: use --debian 12, 13 or 12,13");
    }
    Path bases = Home.big().resolve("bases");
    Path base = bases.resolve("debian-" + debian + ".v" + VERSION + "-" + authorities());
    if (Files.isDirectory(base)) {
      return base;
    }
    progress.accept("Debian " + debian + ": making its base, once (about a minute)");
    Disk.makeDirectories(bases);
    Path script = bases.resolve("base.v" + VERSION + ".sh");
    Disk.write(script, Resource.text("base.sh"), "rwxr-xr-x");
    Output made =
        Program.run(
            LIMIT,
            "flock",
            bases.resolve("." + base.getFileName() + ".lock").toString(),
            "unshare",
            "--mount",
            "sh",
            script.toString(),
            suite,
            base.toString());
    if (made.status() != 0 || !Files.isDirectory(base)) {
      throw new LabException(
          "Debian "
              + debian
              + " could not be installed: "
              + last(made)
              + "; is deb.debian.org reachable?");
    }
    return base;
  }

  private static String last(Output output) {
    String text = output.err().isBlank() ? output.out() : output.err();
    return text.strip().lines().reduce("no word why", (_, line) -> line);
  }

  /** Bases made with other certificate authorities than today's are of no use. */
  private static String authorities() {
    try {
      byte[] content = Files.exists(AUTHORITIES) ? Files.readAllBytes(AUTHORITIES) : new byte[0];
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (IOException e) {
      throw new LabException("cannot read " + AUTHORITIES + ": " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
