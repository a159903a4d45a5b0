package fleet.proof;

import fleet.lab.LabMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A whole machine, read from outside SSH: every file, the packages, the kernel's network settings
 * and the services that run.
 */
final class Snapshot {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * What moves by itself or by a login alone: the kernel's own trees and what lives until the next
   * boot; logs and the records of logins; caches and package lists, which are copies of what is
   * elsewhere; clocks, seeds and timers of systemd; which users sudo has lectured; what apt's hooks
   * note about the time of their last run.
   */
  private static final List<String> LEFT_OUT =
      List.of(
          "/proc",
          "/sys",
          "/dev",
          "/run",
          "/tmp/systemd-private-*",
          "/var/tmp/systemd-private-*",
          "/var/log",
          "/var/lib/lastlog",
          "/var/lib/wtmpdb",
          "/var/cache",
          "/var/lib/apt/lists",
          "/var/lib/apt/periodic",
          "/var/lib/systemd/timers",
          "/var/lib/systemd/timesync",
          "/var/lib/systemd/random-seed",
          "/var/lib/sudo");

  private static final String SH =
      """
      export LC_ALL=C
      set -f
      found() { find / \\( %s \\) -prune -o "$@"; }
      found -printf 'file\\t%%p\\t%%y %%m %%U:%%G %%l\\t%%T@ %%i\\n'
      found -type f -print0 | xargs -0 -P 2 -n 1000 sha256sum 2>/dev/null | sed 's/^\\([^ ]*\\)  /sum\\t\\1\\t/'
      dpkg-query -W -f 'package\\t${Package}\\t${Version} ${db:Status-Status}\\t\\n'
      sysctl -a -r '^net[.]ipv4[.](conf|ip_|tcp_)' 2>/dev/null | sed 's/ = /\\t/; s/^/setting\\t/; s/$/\\t/'
      systemctl list-units --type=service --state=running --plain --no-legend | while read -r unit _; do
        case $unit in user@*) continue ;; esac
        printf 'service\\t%%s\\trunning\\t%%s\\n' "$unit" "$(systemctl show -p MainPID --value -- "$unit")"
      done
      """
          .formatted(String.join(" -o ", LEFT_OUT.stream().map(p -> "-path '" + p + "'").toList()));

  /**
   * One thing.
   *
   * @param essence type, mode, owner and content; a version; a value
   * @param trace when and how it came to be: time, inode, process
   */
  private record Thing(String essence, String trace) {}

  private final Map<String, Thing> things;

  private Snapshot(Map<String, Thing> things) {
    this.things = things;
  }

  static Snapshot of(LabMachine machine) {
    Map<String, Thing> things = new TreeMap<>();
    for (String line : machine.exec(SH, LIMIT).ok().split("\n", -1)) {
      String[] part = line.split("\t", -1);
      if (part[0].equals("sum")) {
        things.computeIfPresent(
            part[2], (_, thing) -> new Thing(thing.essence() + part[1], thing.trace()));
      } else if (part.length == 4) {
        String name = part[0].equals("file") ? part[1] : part[0] + " " + part[1];
        things.put(name, new Thing(part[2], part[3]));
      }
    }
    if (!things.containsKey("/etc/passwd") || !things.containsKey("package dpkg")) {
      throw new IllegalStateException("no snapshot of " + machine.name() + ": " + things.keySet());
    }
    return new Snapshot(things);
  }

  boolean has(String name) {
    return things.containsKey(name);
  }

  /** What is not the same, to the last inode. */
  List<String> changedSince(Snapshot before) {
    return compare(before, true, _ -> true);
  }

  /** What is different in type, mode, owner or content, whenever it was made. */
  List<String> differsFrom(Snapshot other, Predicate<String> where) {
    return compare(other, false, where);
  }

  private List<String> compare(Snapshot other, boolean traces, Predicate<String> where) {
    TreeSet<String> names = new TreeSet<>(things.keySet());
    names.addAll(other.things.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Thing now = things.get(name);
      Thing was = other.things.get(name);
      if (!where.test(name)) {
        continue;
      }
      if (now == null || was == null) {
        differences.add((was == null ? "new: " : "gone: ") + name);
      } else if (!now.essence().equals(was.essence())) {
        differences.add(name + ": " + was.essence() + " -> " + now.essence());
      } else if (traces && !now.trace().equals(was.trace())) {
        differences.add(name + ": touched, " + was.trace() + " -> " + now.trace());
      }
    }
    return differences;
  }
}
