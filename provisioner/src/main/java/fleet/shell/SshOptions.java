package fleet.shell;

import fleet.registry.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How to reach machines over SSH.
 *
 * @param home where {@code ~} is
 * @param knownHosts files with host keys that are believed
 * @param ownKnownHosts the one that newly accepted keys are added to; believed too
 * @param acceptNew whether the key of a machine that none is known of is accepted and kept
 * @param agent the socket of ssh-agent
 * @param secrets where passphrases and passwords come from
 * @param machines finds a jump machine by name
 * @param connect how long a TCP connection may take
 * @param login how long all of a login may take
 * @param limits what a conversation may take
 */
public record SshOptions(
    Path home,
    List<Path> knownHosts,
    Path ownKnownHosts,
    boolean acceptNew,
    Optional<Path> agent,
    Secrets secrets,
    Function<String, Optional<Machine>> machines,
    Duration connect,
    Duration login,
    Limits limits) {
  public SshOptions {
    knownHosts = List.copyOf(knownHosts);
    if (!connect.isPositive() || !login.isPositive()) {
      throw new IllegalArgumentException("a time-out must be positive");
    }
  }

  /** The usual: the person's own known_hosts and agent, ten seconds to connect, 30 to log in. */
  public static SshOptions standard(
      Path ownKnownHosts, Secrets secrets, Function<String, Optional<Machine>> machines) {
    Path home = Path.of(System.getProperty("user.home"));
    return new SshOptions(
        home,
        List.of(home.resolve(".ssh/known_hosts")),
        ownKnownHosts,
        false,
        Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
            .filter(path -> !path.isEmpty())
            .map(Path::of),
        secrets,
        machines,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Limits.standard());
  }

  /** With another time for a TCP connection; a login may take three times as long. */
  public SshOptions withConnect(Duration time) {
    return new SshOptions(
        home,
        knownHosts,
        ownKnownHosts,
        acceptNew,
        agent,
        secrets,
        machines,
        time,
        time.multipliedBy(3),
        limits);
  }

  /** Believing the host keys of these files, too. */
  public SshOptions alsoKnown(List<Path> files) {
    List<Path> all = new ArrayList<>(knownHosts);
    all.addAll(files);
    return new SshOptions(
        home, all, ownKnownHosts, acceptNew, agent, secrets, machines, connect, login, limits);
  }

  public SshOptions withAcceptNew(boolean accept) {
    return new SshOptions(
        home, knownHosts, ownKnownHosts, accept, agent, secrets, machines, connect, login, limits);
  }
}
