package fleet.cli.daemon;

import fleet.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * fleetd as archives: one with a runtime, for machines of this computer's own kind, and one without
 * for all others. They are made once and kept with what can be made again.
 */
final class Archives {
  private static final String ANY = "any.tar.gz";

  private final Path folder;
  private final Parts parts;

  private Archives(Path folder, Parts parts) {
    this.folder = folder;
    this.parts = parts;
  }

  /** The folder of this version's archives, {@code linux-x86_64.tar.gz} and {@code any.tar.gz}. */
  static Path made(Path cache, Parts parts) {
    Path folder = cache.resolve("fleetd").resolve(parts.version());
    if (!Files.exists(folder.resolve(ANY))) {
      System.err.println("fleet: making fleetd's archive (once a version; half a minute) ...");
      try {
        new Archives(folder, parts).make();
      } catch (IOException e) {
        throw new UsageException("cannot make fleetd's archive: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UsageException("interrupted while fleetd's archive was made");
      }
    }
    return folder;
  }

  private void make() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, ".making");
    try {
      Path home = Files.createDirectory(work.resolve("home"));
      unpack(home);
      pack(home, ANY);
      Tools.run(
          Map.of(),
          List.of(
              Tools.jdk("jlink").toString(),
              "--add-modules",
              Parts.MODULES,
              "--strip-debug",
              "--no-man-pages",
              "--no-header-files",
              "--compress",
              "zip-6",
              "--output",
              home.resolve("runtime").toString()));
      nativePart(home);
      new Training(Files.createDirectory(work.resolve("training"))).run(home);
      pack(home, platform() + ".tar.gz");
      // The one that is looked for comes last.
      for (String name : List.of(platform() + ".tar.gz", ANY)) {
        Files.move(work.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      remove(work);
    }
  }

  /** As facts of machines name it. */
  private static String platform() {
    String os = System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux";
    String arch = System.getProperty("os.arch");
    return os + "-" + (arch.equals("aarch64") ? "arm64" : arch.equals("amd64") ? "x86_64" : arch);
  }

  private void unpack(Path home) throws IOException, InterruptedException {
    Path lib = Files.createDirectory(home.resolve("lib"));
    for (Path library : parts.libraries()) {
      if (Files.isDirectory(library)) {
        Tools.run(
            Map.of(),
            List.of(
                Tools.jdk("jar").toString(),
                "cf",
                lib.resolve("daemon.jar").toString(),
                "-C",
                library.toString(),
                "."));
      } else {
        Files.copy(library, lib.resolve(library.getFileName().toString()));
      }
    }
    Path script = Files.createDirectory(home.resolve("bin")).resolve("fleetd");
    Files.writeString(script, parts.script());
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Lets JNA find its library where root put it, instead of writing one at each start. */
  private static void nativePart(Path home) throws IOException {
    Path folder = Files.createDirectory(home.resolve("native"));
    String name = System.mapLibraryName("jnidispatch");
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar :
          jars.filter(each -> each.getFileName().toString().startsWith("jna-")).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          var entry = zip.getEntry("com/sun/jna/" + jnaPlatform() + "/" + name);
          if (entry != null) {
            Files.copy(zip.getInputStream(entry), folder.resolve(name));
            return;
          }
        }
      }
    }
  }

  private static String jnaPlatform() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86-64";
    return (platform().startsWith("macos") ? "darwin-" : "linux-") + arch;
  }

  private static void pack(Path home, String name) throws InterruptedException {
    Tools.run(
        Map.of("COPYFILE_DISABLE", "1"),
        List.of("tar", "-czf", home.resolveSibling(name).toString(), "-C", home.toString(), "."));
  }

  private static void remove(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
