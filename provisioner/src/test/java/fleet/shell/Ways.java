package fleet.shell;

import fleet.registry.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** SSH options for tests: nothing of the person's own home is used. */
final class Ways {
  static final Limits LIMITS =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(2), 200_000, 20_000);

  private Ways() {}

  static SshOptions in(Path home, Machine... machines) {
    return options(home, Prompt.NOBODY, Optional.empty(), machines);
  }

  static SshOptions options(Path home, Prompt prompt, Optional<Path> agent, Machine... machines) {
    return new SshOptions(
        home,
        List.of(home.resolve("known_hosts")),
        home.resolve("fleet_known_hosts"),
        false,
        agent,
        new Secrets(prompt),
        name -> List.of(machines).stream().filter(m -> m.name().equals(name)).findFirst(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        LIMITS);
  }

  /** For machines that are expected to hang: little patience. */
  static SshOptions hasty(Path home) {
    SshOptions usual = in(home);
    return new SshOptions(
        home,
        usual.knownHosts(),
        usual.ownKnownHosts(),
        false,
        Optional.empty(),
        usual.secrets(),
        usual.machines(),
        Duration.ofSeconds(3),
        Duration.ofSeconds(3),
        new Limits(Duration.ofSeconds(3), Duration.ofSeconds(2), 200_000, 20_000));
  }
}
