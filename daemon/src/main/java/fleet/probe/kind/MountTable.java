package fleet.probe.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Linux's mounts that hold files of somebody's: each file system once. */
final class MountTable {
  static final Path FILE = Path.of("/proc/self/mountinfo");

  private static final Set<String> NOISE =
      Set.of(
          ("autofs binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devfs devpts devtmpfs"
                  + " efivarfs erofs fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse"
                  + " fuse.squashfuse fusectl hugetlbfs iso9660 mqueue nfsd nsfs nullfs overlay proc"
                  + " pstore ramfs resctrl rootfs rpc_pipefs securityfs selinuxfs squashfs sysfs"
                  + " tmpfs tracefs udf")
              .split(" "));

  private MountTable() {}

  /**
   * A mounted file system. It is read-only if nobody can write to it: whether this process may is
   * another matter, since fleetd sees the whole system as read-only in its unit.
   *
   * @param escaped its path as the table has it, with octal escapes
   */
  record Mount(String escaped, String type, String device, boolean readOnly) {
    String path() {
      return unescaped(escaped);
    }

    /** For people: blanks as they are, control characters escaped. */
    String shown() {
      return escaped.replace("\\040", " ").replace("\\043", "#").replace("\\134", "\\");
    }
  }

  static List<Mount> read() throws IOException {
    return real(Files.readAllLines(FILE));
  }

  /** Where several file systems lie over one another, the last is the one that is seen. */
  static List<Mount> real(List<String> lines) {
    Map<String, Mount> byPath = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      int dash = 6;
      while (dash < words.length && !words[dash].equals("-")) {
        dash++;
      }
      if (dash + 3 < words.length) {
        boolean readOnly = readOnly(words[dash + 3]);
        byPath.put(words[4], new Mount(words[4], words[dash + 1], words[2], readOnly));
      }
    }
    var devices = new HashSet<String>();
    return byPath.values().stream()
        .filter(MountTable::isReal)
        .filter(mount -> devices.add(mount.device()))
        .toList();
  }

  /** A container's root is an overlay; /tmp in memory fills up like a disk. */
  private static boolean isReal(Mount mount) {
    return switch (mount.escaped()) {
      case "/" -> mount.type().equals("overlay") || !NOISE.contains(mount.type());
      case "/tmp" -> mount.type().equals("tmpfs") || !NOISE.contains(mount.type());
      default -> !NOISE.contains(mount.type());
    };
  }

  private static boolean readOnly(String options) {
    return List.of(options.split(",")).contains("ro");
  }

  private static String unescaped(String escaped) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.startsWith("\\", i) && i + 3 < escaped.length()) {
        path.append((char) Integer.parseInt(escaped.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        path.append(escaped.charAt(i));
      }
    }
    return path.toString();
  }
}
