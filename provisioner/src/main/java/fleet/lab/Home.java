package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/** Where labs keep things: small ones in the user's state directory, big ones under /var/tmp. */
final class Home {
  static final Path BIG = Path.of("/var/tmp/fleet-lab");

  private Home() {}

  /** The directory of a lab's registry, keys and record. */
  static Path state(String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new LabException(
          "a lab's name is 1 to 31 of a-z, 0-9 and -, not \"" + name + "\": give --name");
    }
    return states(System.getenv()).resolve(name);
  }

  static Path states(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_STATE_HOME"))
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local/state"))
        .resolve("fleet/lab");
  }

  /** The place of big things, safe to keep root's scripts in: nobody else may write there. */
  static Path big() {
    Disk.makeDirectories(BIG);
    try {
      var attributes =
          Files.readAttributes(BIG, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()
          && attributes.owner().getName().equals("root")
          && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
          && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
        return BIG;
      }
    } catch (IOException e) {
      throw new LabException("cannot look at " + BIG + ": " + e.getMessage());
    }
    throw new LabException(BIG + " is not root's own: rm -r " + BIG);
  }

  static Path big(Slot slot) {
    return BIG.resolve(slot.tag());
  }
}
