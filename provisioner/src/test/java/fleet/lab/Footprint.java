package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What there is on this computer of one slot, found without the lab's own records. */
final class Footprint {
  private Footprint() {}

  static List<String> of(Slot slot) throws IOException {
    List<String> found = new ArrayList<>();
    String big = "/var/tmp/fleet-lab/s" + slot.number();
    Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .filter(line -> line.contains(big + "/"))
        .forEach(line -> found.add("mount " + line));
    names(Path.of("/sys/class/net"))
        .filter(
            name ->
                name.equals("flt" + slot.number())
                    || name.equals("fll" + slot.number())
                    || name.matches("f" + slot.number() + "(m|mac)[0-9]+[tl]"))
        .forEach(name -> found.add("link " + name));
    Program.run(Duration.ofSeconds(5), "nft", "list", "tables")
        .ok()
        .lines()
        .filter(line -> line.endsWith("fleet_lab_" + slot.number()))
        .forEach(line -> found.add(line));
    names(Path.of("/proc"))
        .filter(name -> name.matches("[0-9]+"))
        .filter(
            pid -> commandLine(pid).matches(".*(fleet-lab-" + slot.number() + "-|" + big + "/).*"))
        .forEach(pid -> found.add("process " + pid + " " + commandLine(pid)));
    names(Path.of("/run/systemd/nspawn/propagate"))
        .filter(name -> name.startsWith("fleet-lab-" + slot.number() + "-"))
        .forEach(name -> found.add("nspawn's " + name));
    Stream.of(big, "/sys/fs/cgroup/systemd/fleet-lab/s" + slot.number())
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> found.add("directory " + path));
    Path group = Cgroup.ofSlot(slot).directory();
    if (Files.exists(group)) {
      found.add("group " + group);
    }
    return found;
  }

  private static Stream<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList().stream();
    }
  }

  private static String commandLine(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
