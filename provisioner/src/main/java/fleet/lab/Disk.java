package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Files written so that a reader sees the old one or the new one, and trees removed. */
final class Disk {
  private Disk() {}

  static void write(Path file, String content, String mode) {
    try {
      Files.createDirectories(file.getParent());
      Path temporary = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
      Files.writeString(temporary, content);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage());
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LabException("cannot read " + file + ": " + e.getMessage());
    }
  }

  static void makeDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new LabException("cannot make directory " + directory + ": " + e.getMessage());
    }
  }

  /** Removes a tree, never beyond a mount. */
  static void remove(Path tree) {
    Program.run(Duration.ofMinutes(5), "rm", "-rf", "--one-file-system", "--", tree.toString())
        .ok();
  }
}
