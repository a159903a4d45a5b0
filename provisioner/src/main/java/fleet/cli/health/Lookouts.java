package fleet.cli.health;

import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.coordinator.Coordinator;
import fleet.health.Board;
import fleet.health.Ladder;
import fleet.health.LiveBoard;
import fleet.health.Lookout;
import fleet.health.ToldBoard;
import fleet.probe.Probe;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From where the machines are seen: the coordinator tells, or they are asked over SSH. */
public record Lookouts(Surroundings here, RunOptions options, Fleet fleet, List<Machine> machines) {
  private static final Duration MOST_FOR_A_KNOCK = Duration.ofSeconds(5);

  /**
   * The coordinator's word, where there is one and it is wanted; else a live look.
   *
   * @param memory under which name a live look remembers what it saw
   */
  public Lookout either(
      boolean live, Connector connector, Map<String, Probe> probes, String memory) {
    Optional<Coordinator> coordinator = live ? Optional.empty() : Coordinator.of(here, fleet);
    return coordinator.map(this::told).orElseGet(() -> live(connector, probes, memory));
  }

  /** The coordinator's word; a live look where there is none, or it can tell of no machine. */
  public Lookout orLive(Connector connector, Map<String, Probe> probes, String memory) {
    Lookout first = either(false, connector, probes, memory);
    return () -> {
      Board told = first.look();
      boolean tells = told.machines().stream().anyMatch(row -> row.verdict().isPresent());
      return tells ? told : live(connector, probes, memory).look();
    };
  }

  private Lookout live(Connector connector, Map<String, Probe> probes, String name) {
    Path memory = here.state().resolve("health/" + name + ".json");
    return new LiveBoard(machines, connector, probes, options.parallel(), memory, ladders());
  }

  private Lookout told(Coordinator coordinator) {
    return new ToldBoard(
        fleet,
        machines,
        !options.namesMachines(),
        coordinator.credentials().url().toString(),
        coordinator::machines,
        ladders());
  }

  private Supplier<Ladder> ladders() {
    Duration asked = Duration.ofSeconds(options.timeout());
    Duration limit = asked.compareTo(MOST_FOR_A_KNOCK) < 0 ? asked : MOST_FOR_A_KNOCK;
    return () -> new Ladder(limit, here.environment());
  }
}
