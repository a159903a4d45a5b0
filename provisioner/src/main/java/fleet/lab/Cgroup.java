package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group of version 2: it holds exactly the processes that were started in it, so killing
 * it can never hit a process that merely got the same id.
 */
record Cgroup(Path directory) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The directory under which every lab has its groups, if this kernel can kill a group. */
  static Optional<Path> root() {
    return mounts("cgroup2").stream().map(mount -> mount.resolve("fleet-lab")).findFirst();
  }

  static Cgroup ofSlot(Slot slot) {
    Path root = root().orElseThrow(() -> new LabException("no cgroup2 tree is mounted"));
    return new Cgroup(root.resolve(slot.tag()));
  }

  Cgroup child(String name) {
    return new Cgroup(directory.resolve(name));
  }

  void create() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new LabException("cannot make control group " + directory + ": " + e.getMessage());
    }
  }

  /** Kills whatever is inside, at any depth, and removes the group. */
  void remove() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (Files.exists(directory)) {
      kill();
      rmdir(directory);
      if (System.nanoTime() > end) {
        throw new LabException("processes in " + directory + " do not die: fleet lab down again");
      }
    }
    Path parent = directory.getParent();
    boolean _ = parent != null && parent.toFile().delete(); // stays while others use it
    // On a computer with cgroup v1 too, systemd-nspawn mirrors the group in systemd's own tree.
    for (Path mount : mounts("cgroup")) {
      Path mirror = mount.resolve("fleet-lab");
      rmdir(mirror.resolve(root().orElseThrow().relativize(directory)));
      boolean _ = mirror.toFile().delete();
    }
  }

  void kill() {
    try {
      Files.writeString(directory.resolve("cgroup.kill"), "1");
    } catch (IOException e) {
      // Gone already, which is what we want.
    }
    Pause.of(Duration.ofMillis(20));
  }

  boolean populated() {
    try {
      return Files.readString(directory.resolve("cgroup.events")).contains("populated 1");
    } catch (IOException e) {
      return false;
    }
  }

  /** The process that is number 1 inside the machine that runs in this group. */
  Optional<Long> leader() {
    try {
      Path procs = directory.resolve("box/payload/init.scope/cgroup.procs");
      return Files.readAllLines(procs).stream()
          .filter(Cgroup::isFirst)
          .map(Long::valueOf)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isFirst(String pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", pid, "status"))) {
      return lines.anyMatch(line -> line.startsWith("NSpid:") && line.endsWith("\t1"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }

  private static void rmdir(Path top) {
    Program.run(LIMIT, "find", top.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", ";");
  }

  private static List<Path> mounts(String type) {
    try {
      return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
          .map(line -> line.split(" ", -1))
          .filter(field -> field[2].equals(type))
          .filter(
              field ->
                  type.equals("cgroup2")
                      || Arrays.asList(field[3].split(",")).contains("name=systemd"))
          .map(field -> Path.of(field[1]))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
