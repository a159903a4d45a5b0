package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Removes whatever a lab may have made, in any state that a killed `up` can leave. */
final class Teardown {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Teardown() {}

  static void of(Path lab) {
    Slots slots = Slots.ofThisComputer();
    slots
        .of(lab)
        .ifPresent(
            slot -> {
              clean(slot);
              slots.release(slot);
            });
    Disk.remove(lab);
  }

  private static void clean(Slot slot) {
    Cgroup.ofSlot(slot).remove();
    for (Path mount : mountsUnder(Home.big(slot))) {
      if (Program.run(LIMIT, "umount", mount.toString()).status() != 0) {
        // Somebody stands in it: it goes when they do.
        Program.run(LIMIT, "umount", "--lazy", mount.toString()).ok();
      }
    }
    new Network(slot).remove();
    Disk.remove(Home.big(slot));
    for (String kind : List.of("propagate", "unix-export")) {
      leftovers(Path.of("/run/systemd/nspawn", kind), slot.nspawnName(""));
    }
  }

  /** systemd-nspawn leaves a directory of each machine behind when it was killed. */
  private static void leftovers(Path directory, String prefix) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(prefix)) {
          Program.run(LIMIT, "umount", entry.toString());
          Disk.remove(entry);
        }
      }
    } catch (IOException e) {
      throw new LabException("cannot read " + directory + ": " + e.getMessage());
    }
  }

  private static List<Path> mountsUnder(Path directory) {
    try {
      List<Path> mounts =
          Files.readAllLines(Path.of("/proc/self/mounts")).stream()
              .map(line -> Path.of(line.split(" ", -1)[1]))
              .filter(mount -> mount.startsWith(directory))
              .toList();
      return mounts.reversed();
    } catch (IOException e) {
      throw new LabException("cannot read the mounts of this computer: " + e.getMessage());
    }
  }
}
