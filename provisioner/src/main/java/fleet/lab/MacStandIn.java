package fleet.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Turns a fresh Debian tree into what answers like a Mac: stateful stand-ins of its commands, and
 * none of the tools and flags that only GNU has. Its state is files under /var/lib/mac-stand-in,
 * for tests to write. Its sh is bash 5, not Apple's 3.2, its sed and grep keep GNU's dialect, /proc
 * is there, its kernel/arch empty: what passes here is not yet seen on a real Mac.
 */
final class MacStandIn {
  static final List<String> COMMANDS =
      List.of(
          "base64",
          "become",
          "boot",
          "brew",
          "bsd",
          "caffeinate",
          "csrutil",
          "date",
          "defaults",
          "df",
          "dscacheutil",
          "dscl",
          "dseditgroup",
          "fdesetup",
          "git",
          "ifconfig",
          "killall",
          "launchctl",
          "lsof",
          "md5",
          "mdfind",
          "mdutil",
          "mount",
          "networksetup",
          "npm",
          "plutil",
          "pmset",
          "profiles",
          "scutil",
          "security",
          "sed",
          "shasum",
          "socketfilterfw",
          "softwareupdate",
          "spctl",
          "sshd",
          "sshd-gate",
          "stat",
          "sw_vers",
          "sysctl",
          "systemsetup",
          "uname",
          "uptime",
          "vm_stat",
          "wc");

  private static final Path HOME = Path.of("opt/mac-stand-in");

  private MacStandIn() {}

  /** Done before the first boot, inside the mounted tree. */
  static void install(Path root) {
    Path home = root.resolve(HOME);
    for (String command : COMMANDS) {
      Disk.write(
          home.resolve("bin").resolve(command), Resource.text("mac/" + command), "rwxr-xr-x");
    }
    Disk.write(home.resolve("lib"), Resource.text("mac/lib"), "rw-r--r--");
    Disk.write(home.resolve("setup.sh"), Resource.text("mac/setup.sh"), "rwxr-xr-x");
    Program.run(Duration.ofSeconds(30), "chroot", root.toString(), "sh", "/" + HOME + "/setup.sh")
        .ok();
  }
}
