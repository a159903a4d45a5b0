package fleet.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that is its owner's alone. */
final class OwnFile {
  private OwnFile() {}

  /** Replaces the file at once, so that a run that is killed leaves the one or the other. */
  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path next =
        Files.createTempFile(
            file.getParent(),
            ".next",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
