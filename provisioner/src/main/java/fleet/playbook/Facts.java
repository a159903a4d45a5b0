package fleet.playbook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine says of itself when we log in.
 *
 * @param os {@code linux} or {@code macos}, else what uname says
 * @param distro ID of /etc/os-release ({@code debian}, {@code fedora}…); {@code macos} on a Mac
 * @param version VERSION_ID, or the macOS version
 * @param arch {@code x86_64} or {@code arm64}, else what uname says
 * @param manager {@code apt}, {@code dnf}, {@code pacman}, {@code apk} or {@code brew}; empty where
 *     none was found
 * @param uid 0 for root
 * @param sudo whether the machine has a sudo command at all
 * @param bootId changes with each boot
 */
public record Facts(
    String os,
    String distro,
    String version,
    String arch,
    String manager,
    String user,
    int uid,
    String home,
    String shell,
    String hostname,
    boolean sudo,
    String bootId) {

  /** A machine of each kind that fleet knows, for what is done without any. */
  public static List<Facts> everyKind() {
    return List.of(
        some("linux", "debian", "13", "apt"),
        some("linux", "fedora", "43", "dnf"),
        some("linux", "arch", "", "pacman"),
        some("linux", "alpine", "3.22", "apk"),
        some("macos", "macos", "26", "brew"));
  }

  private static Facts some(String os, String distro, String version, String manager) {
    String home = os.equals("macos") ? "/Users/dev" : "/home/dev";
    return new Facts(
        os, distro, version, "x86_64", manager, "dev", 1000, home, "/bin/sh", "check", true, "");
  }

  /** Sh that prints what {@link #parse} reads; builtins wherever they will do. */
  public static String script() {
    return Resources.text("facts.sh");
  }

  /** Reads the greeting; what the machine did not say is empty. */
  public static Facts parse(String greeting) {
    Map<String, String> said = new HashMap<>();
    greeting
        .lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line ->
                said.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    String os = os(said.getOrDefault("os", ""));
    return new Facts(
        os,
        os.equals("macos") ? "macos" : said.getOrDefault("distro", ""),
        said.getOrDefault("version", ""),
        arch(said.getOrDefault("arch", "")),
        said.getOrDefault("manager", ""),
        said.getOrDefault("user", ""),
        number(said.getOrDefault("uid", "")),
        said.getOrDefault("home", ""),
        said.getOrDefault("shell", ""),
        said.getOrDefault("hostname", ""),
        said.containsKey("sudo"),
        said.getOrDefault("boot", ""));
  }

  private static String os(String uname) {
    return switch (uname) {
      case "Linux" -> "linux";
      case "Darwin" -> "macos";
      default -> uname;
    };
  }

  private static String arch(String uname) {
    return switch (uname) {
      case "aarch64" -> "arm64";
      case "amd64" -> "x86_64";
      default -> uname;
    };
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }
}
