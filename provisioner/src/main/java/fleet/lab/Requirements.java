package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a computer needs to run a lab: root, a Linux that we may mount on, and a few programs. */
final class Requirements {
  private static final Map<String, String> PACKAGE_OF =
      Map.of(
          "systemd-nspawn", "systemd-container",
          "debootstrap", "debootstrap",
          "nft", "nftables",
          "ip", "iproute2",
          "tc", "iproute2",
          "nsenter", "util-linux",
          "flock", "util-linux",
          "ssh-keygen", "openssh-client",
          "ssh", "openssh-client");
  private static final long CAP_SYS_ADMIN = 1L << 21;

  private Requirements() {}

  /** Why no lab can run here, in one line with the command that mends it. */
  static Optional<String> problem() {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return Optional.of("a lab needs Linux: run it on a Linux machine");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("a lab needs root: run it with sudo");
    }
    var missing = new TreeSet<String>();
    PACKAGE_OF.forEach(
        (tool, pkg) -> {
          if (!onPath(tool)) {
            missing.add(pkg);
          }
        });
    if (!Files.exists(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"))) {
      missing.add("debian-archive-keyring");
    }
    if (!missing.isEmpty()) {
      return Optional.of(
          "a lab needs programs that are not here: apt-get install " + String.join(" ", missing));
    }
    if (!mayMount()) {
      return Optional.of("root here may not mount (a container?): run the lab on a whole machine");
    }
    return Cgroup.root().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no cgroup2 tree with cgroup.kill: mount -t cgroup2 none /sys/fs/cgroup (Linux 5.14+)");
  }

  private static boolean onPath(String tool) {
    List<Path> places = new ArrayList<>();
    for (String folder : Program.PATH.split(":", -1)) {
      places.add(Path.of(folder, tool));
    }
    return places.stream().anyMatch(Files::isExecutable);
  }

  private static boolean mayMount() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("CapEff:"))
          .anyMatch(
              line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & CAP_SYS_ADMIN) != 0);
    } catch (IOException e) {
      return false;
    }
  }
}
