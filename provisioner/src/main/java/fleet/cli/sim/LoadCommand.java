package fleet.cli.sim;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.coordinator.Coordinator;
import fleet.cli.coordinator.Credentials;
import fleet.sim.load.Load;
import fleet.sim.load.LoadFigures;
import fleet.sim.load.LoadMachines;
import fleet.sim.load.SpawnedCoordinator;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet sim load}: how many beats a real coordinator bears. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description =
        "Beats a real coordinator as fast as it answers: one that it starts for that on this"
            + " computer and throws away (--spawn), or that of the fleet, where machines named load-1"
            + " and so on then stay (--to). A beat that is refused or lost is exit 1.")
public final class LoadCommand implements Callable<Integer> {
  private static final int MOST_MACHINES = 10_000;
  private static final int MOST_AT_A_REAL_ONE = 90;
  private static final int MOST_CONNECTIONS = 1000;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "The coordinator of fleet.yaml, said once more; it wants an operator's key.")
  private Optional<URI> to = Optional.empty();

  @Option(names = "--spawn", description = "A coordinator of its own on loopback.")
  private boolean spawn;

  @Option(
      names = "--machines",
      paramLabel = "N",
      defaultValue = "90",
      description = "How many; ${DEFAULT-VALUE} without it, which is also the most of --to.")
  private int machines;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "90",
      description = "How many are kept open; ${DEFAULT-VALUE} without it.")
  private int connections;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long; ${DEFAULT-VALUE} without it.")
  private int seconds;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  record Document(
      int schema, String coordinator, LoadFigures load, Optional<Long> memoryMegabytes) {}

  @Override
  public Integer call() throws InterruptedException {
    if (spawn == to.isPresent()) {
      throw new UsageException("say which coordinator: --spawn or --to URL");
    }
    require("--machines", machines, spawn ? MOST_MACHINES : MOST_AT_A_REAL_ONE);
    require("--connections", connections, MOST_CONNECTIONS);
    require("--seconds", seconds, 3600);
    try {
      return spawn ? spawned() : real(to.orElseThrow());
    } catch (IOException | CoordinatorException e) {
      System.err.println("fleet: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UsageException("%s must be 1 to %d, not %d".formatted(option, most, value));
    }
  }

  private int spawned() throws IOException, InterruptedException {
    try (SpawnedCoordinator coordinator = SpawnedCoordinator.start(machines)) {
      LoadFigures figures = load(coordinator.url(), Optional.empty(), coordinator.tokens()).run();
      return show(coordinator.url(), figures, coordinator.memoryMegabytes());
    }
  }

  private int real(URI url) throws CoordinatorException, InterruptedException {
    Surroundings here = Surroundings.here();
    Credentials known =
        Coordinator.required(here, Members.of(here, registry).fleet()).credentials();
    if (!known.url().equals(url)) {
      throw new UsageException(
          "--to must be the coordinator of fleet.yaml, %s: its key is sent to no other"
              .formatted(known.url()));
    }
    var operator = new CoordinatorClient(url, known.pin(), known.key(), LIMIT);
    List<String> tokens = LoadMachines.register(operator, machines);
    return show(url, load(url, known.pin(), tokens).run(), Optional.empty());
  }

  private Load load(URI url, Optional<Pin> pin, List<String> tokens) {
    return new Load(url, pin, tokens, connections, Duration.ofSeconds(seconds));
  }

  private int show(URI url, LoadFigures figures, Optional<Long> memory) {
    if (json) {
      System.out.println(
          JsonMapper.shared().writeValueAsString(new Document(1, url.toString(), figures, memory)));
    } else {
      System.out.printf(
          "%d beats acknowledged by %s in %.1f s: %d a second, from %d machines%n",
          figures.acknowledged(),
          url,
          figures.seconds(),
          figures.acknowledgedPerSecond(),
          figures.machines());
      System.out.printf(
          "half within %.1f ms, 99 %% within %.1f ms, the slowest %.1f ms; %d errors%s%n",
          figures.p50Millis(),
          figures.p99Millis(),
          figures.maxMillis(),
          figures.errors(),
          figures.firstError().map(why -> ", the first: " + why).orElse(""));
      memory.ifPresent(most -> System.out.printf("the coordinator needed %d MB at most%n", most));
    }
    return figures.right() ? Exit.OK : Exit.FAILED;
  }
}
