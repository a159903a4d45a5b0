package fleet.cli;

import fleet.playbook.Facts;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.Quote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which machine a script is for, and what it is taken to say of itself. */
public final class CompileTarget {
  @Option(names = "--for", paramLabel = "MACHINE", required = true, description = "Its name.")
  private String machine = "";

  @Option(
      names = "--os",
      paramLabel = "OS",
      description = "linux or macos (default: what the registry says, else linux).")
  private @Nullable String os;

  @Option(
      names = "--distro",
      paramLabel = "ID",
      description = "The ID in its /etc/os-release (default: debian).")
  private @Nullable String distro;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "x86_64 (default on Linux) or arm64 (default on a Mac).")
  private @Nullable String arch;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Who runs it there (default: what the registry says, else you).")
  private @Nullable String user;

  private Optional<Machine> registered = Optional.empty();

  @Option(names = "--home", paramLabel = "DIR", description = "That user's home.")
  private @Nullable String home;

  /** Takes the machine as the registry has it; one that it does not have must be described. */
  public void registered(Fleet fleet) {
    boolean known = fleet.machines().stream().anyMatch(one -> one.name().equals(machine));
    if (known || user == null) {
      registered = Optional.of(fleet.machine(machine));
    }
  }

  private String os() {
    return Optional.ofNullable(os).or(() -> registered.flatMap(Machine::os)).orElse("linux");
  }

  private String user() {
    return Optional.ofNullable(user)
        .or(() -> registered.map(Machine::user))
        .orElseGet(() -> System.getProperty("user.name"));
  }

  /** The machine, of the registry or made of the options. */
  public Machine machine() {
    return registered.orElseGet(this::unregistered);
  }

  private Machine unregistered() {
    if (!machine.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")) {
      throw new UsageException(
          "--for wants a machine's name of letters, digits, dots and hyphens, not '%s'"
              .formatted(machine));
    }
    return new Machine(
        machine,
        machine,
        Optional.empty(),
        user(),
        List.of(user()),
        22,
        Optional.of(os()),
        Optional.empty(),
        List.of(),
        1,
        Optional.empty(),
        List.of(),
        false,
        Optional.empty());
  }

  /** What the machine is taken to say of itself; the script looks whether it is so. */
  public Facts facts() {
    if (!os().equals("linux") && !os().equals("macos")) {
      throw new UsageException("--os is linux or macos, not '" + os() + "'");
    }
    boolean mac = os().equals("macos");
    String id = mac ? "macos" : word("--distro", distro == null ? "debian" : distro);
    return new Facts(
        os(),
        id,
        "",
        word("--arch", arch == null ? (mac ? "arm64" : "x86_64") : arch),
        manager(id),
        word("--user", user()),
        user().equals("root") ? 0 : -1,
        home(mac),
        "",
        machine,
        true,
        "");
  }

  private String home(boolean mac) {
    if (home == null) {
      String folder = mac ? "/Users/" : "/home/";
      return user().equals("root") ? (mac ? "/var/root" : "/root") : folder + user();
    }
    if (!home.startsWith("/") || home.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException("--home wants a path that begins with /, not '" + home + "'");
    }
    return home;
  }

  private static String word(String option, String value) {
    if (!value.matches("[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}")) {
      throw new UsageException(option + " wants one word, not '" + value + "'");
    }
    return value;
  }

  private static String manager(String distro) {
    return switch (distro) {
      case "macos" -> "brew";
      case "debian", "ubuntu", "raspbian", "linuxmint", "pop", "kali" -> "apt";
      case "fedora", "rhel", "centos", "rocky", "almalinux", "amzn", "ol" -> "dnf";
      case "arch", "archarm", "manjaro", "endeavouros" -> "pacman";
      case "alpine" -> "apk";
      default -> "";
    };
  }

  /** The command that makes this script, up to the options that name the machine's facts. */
  public String command(List<String> playbooks, List<String> tags) {
    return "fleet compile "
        + playbooks.stream().map(Quote::sh).collect(Collectors.joining(" "))
        + " --for "
        + machine
        + (tags.isEmpty() ? "" : " --tags " + Quote.sh(String.join(",", tags)));
  }
}
