package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.health.HealthView;
import fleet.cli.health.Lookouts;
import fleet.cli.health.Watching;
import fleet.health.Board;
import fleet.health.Lookout;
import fleet.probe.Probes;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
    Lookouts lookouts = new Lookouts(here, options, members.fleet(), machines);
    try (Connector connector = members.connector(options)) {
      return show(lookouts.either(live, connector, Probes.all(), members.fleet().name()), here);
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
}
