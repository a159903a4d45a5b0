package fleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Writes a script, whole or not at all. */
public final class ScriptFile {
  private ScriptFile() {}

  /**
   * Replaces a file.
   *
   * @param secret whether its owner alone may read it; else anybody may read and run it
   */
  public static void write(Path file, String text, boolean secret) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    try {
      Path temporary = Files.createTempFile(folder, ".fleet", ".sh");
      try {
        Files.writeString(temporary, text);
        Files.setPosixFilePermissions(
            temporary, PosixFilePermissions.fromString(secret ? "rw-------" : "rwxr-xr-x"));
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + e.getMessage());
    }
  }
}
