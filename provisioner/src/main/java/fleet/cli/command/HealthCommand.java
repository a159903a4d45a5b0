package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.coordinator.Coordinator;
import fleet.cli.health.HealthView;
import fleet.cli.health.Watching;
import fleet.health.Board;
import fleet.health.Ladder;
import fleet.health.LiveBoard;
import fleet.health.Lookout;
import fleet.health.ToldBoard;
import fleet.probe.Probes;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet health}: the truth about every machine. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "Shows every machine with its verdict and the reason, the worst first.",
      "The coordinator tells, where fleet.yaml names one; else the machines are asked over SSH.",
      "Ends with 0 if all are healthy, away or muted, 3 if only unreachable ones spoil it, else 1."
    })
public final class HealthCommand implements Callable<Integer> {
  private static final Duration MOST_FOR_A_KNOCK = Duration.ofSeconds(5);
  private static final int MOST_SECONDS = 86_400;

  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--live", description = "Ask the machines now, over SSH, all at once.")
  private boolean live;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "10",
      paramLabel = "SECONDS",
      description = "Look again every so often (10), until Ctrl-C.")
  private @Nullable Integer watch;

  @Override
  public Integer call() throws InterruptedException {
    if (watch != null && (options.isJson() || watch < 1 || watch > MOST_SECONDS)) {
      throw new UsageException(
          options.isJson()
              ? "--watch is for people, and --json is one document: leave one of them away"
              : "--watch wants a number from 1 to %d, not %d".formatted(MOST_SECONDS, watch));
    }
    Surroundings here = Surroundings.here();
    Members members = Members.of(here, registry);
    List<Machine> machines = members.chosen(options, false);
    Optional<Coordinator> coordinator =
        live ? Optional.empty() : Coordinator.of(here, members.fleet());
    try (Connector connector = members.connector(options)) {
      Lookout lookout =
          coordinator
              .map(asked -> told(here, members.fleet(), machines, asked))
              .orElseGet(() -> live(here, members.fleet(), machines, connector));
      return show(lookout, here);
    }
  }

  private int show(Lookout lookout, Surroundings here) throws InterruptedException {
    if (watch != null) {
      Watching.until(lookout, Duration.ofSeconds(watch), here);
      return Exit.INTERRUPTED;
    }
    Board board = lookout.look();
    if (options.isJson()) {
      HealthView.json(board);
    } else {
      HealthView.table(board, here);
    }
    return HealthView.exit(board);
  }

  private Lookout live(
      Surroundings here, Fleet fleet, List<Machine> machines, Connector connector) {
    Path memory = here.state().resolve("health/" + fleet.name() + ".json");
    return new LiveBoard(
        machines, connector, Probes.all(), options.parallel(), memory, ladders(here));
  }

  private Lookout told(
      Surroundings here, Fleet fleet, List<Machine> machines, Coordinator coordinator) {
    return new ToldBoard(
        fleet,
        machines,
        !options.namesMachines(),
        coordinator.credentials().url().toString(),
        coordinator::machines,
        ladders(here));
  }

  private Supplier<Ladder> ladders(Surroundings here) {
    Duration asked = Duration.ofSeconds(options.timeout());
    Duration limit = asked.compareTo(MOST_FOR_A_KNOCK) < 0 ? asked : MOST_FOR_A_KNOCK;
    return () -> new Ladder(limit, here.environment());
  }
}
