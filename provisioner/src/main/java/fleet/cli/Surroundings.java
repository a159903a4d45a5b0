package fleet.cli;

import java.io.Console;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it.
 *
 * @param installation the folder with the built-in playbooks
 */
public record Surroundings(
    Map<String, String> environment, Path home, Path directory, Path installation) {

  public static Surroundings here() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of(System.getProperty("user.dir")),
        Path.of(System.getProperty("fleet.home", System.getProperty("user.dir"))));
  }

  /** The operator's state: journals and the lab. */
  public Path state() {
    return folder("XDG_STATE_HOME", ".local/state").resolve("fleet");
  }

  /** What the operator has set up: a registry, and keys to coordinators. */
  public Path configuration() {
    return folder("XDG_CONFIG_HOME", ".config").resolve("fleet");
  }

  /** What can be made again. */
  public Path cache() {
    return folder("XDG_CACHE_HOME", ".cache").resolve("fleet");
  }

  /** The registry in use: the one that was named, else ./fleet.yaml, else the user's. */
  public Path registry(Optional<Path> named) {
    if (named.isPresent()) {
      return named.get();
    }
    Path here = Path.of("fleet.yaml");
    if (Files.exists(directory.resolve(here))) {
      return here;
    }
    Path users = configuration().resolve("fleet.yaml");
    if (hasRegistry()) {
      return users;
    }
    throw new UsageException(
        "there is no fleet.yaml here and none at %s: make one with: fleet init".formatted(users));
  }

  boolean hasRegistry() {
    return Files.exists(directory.resolve("fleet.yaml"))
        || Files.exists(configuration().resolve("fleet.yaml"));
  }

  /** Where named playbooks lie: beside the registry, then the built-in ones. */
  public List<Path> playbooks(Path registry) {
    Path beside = Optional.ofNullable(registry.toAbsolutePath().getParent()).orElse(directory);
    return List.of(beside.resolve("playbooks"), installation.resolve("playbooks"));
  }

  /** Whether somebody watches standard output. */
  public boolean terminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  public boolean colour() {
    return terminal() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** {@code user@host} of whoever runs this. */
  public String operator() {
    return System.getProperty("user.name") + "@" + hostname();
  }

  static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  private Path folder(String variable, String otherwise) {
    String value = environment.getOrDefault(variable, "");
    return value.startsWith("/") ? Path.of(value) : home.resolve(otherwise);
  }
}
