package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.sim.LoadCommand;
import fleet.cli.sim.OutageForm;
import fleet.cli.sim.SimView;
import fleet.sim.Figures;
import fleet.sim.Rules;
import fleet.sim.Scenario;
import fleet.sim.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet sim}: whether the coordinator's verdicts are right, on a fleet that is made up. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "Runs the coordinator's own verdicts and intervals on a made-up fleet under a made-up clock,"
            + " with outages, restarts, jumps of the clock, lost messages, cut networks, sleep and"
            + " deaths. A living machine that is stale, or a death that is not seen within 45"
            + " minutes and one interval, is exit 1.",
    subcommands = LoadCommand.class)
public final class SimCommand implements Callable<Integer> {
  @Option(
      names = "--machines",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many; ${DEFAULT-VALUE} without it.")
  private int machines;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How long; ${DEFAULT-VALUE} without it.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same run; ${DEFAULT-VALUE} without it.")
  private long seed;

  @Option(
      names = "--outage",
      paramLabel = "AT+LENGTH",
      converter = OutageForm.class,
      description = "When the coordinator is away, as 2d19h+2h; may be given again.")
  private List<Scenario.Outage> outages = List.of();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    Figures figures = new Simulation(scenario(), Rules.OURS, progress()).run();
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(SimView.document(figures)));
    } else {
      SimView.lines(figures).forEach(System.out::println);
    }
    return figures.right() ? Exit.OK : Exit.FAILED;
  }

  private Scenario scenario() {
    require("--machines", machines, Scenario.MOST_MACHINES);
    require("--days", days, Scenario.MOST_DAYS);
    Scenario usual = Scenario.usual(machines, days, seed);
    for (Scenario.Outage outage : outages) {
      if (outage.from().compareTo(Duration.ofDays(days)) >= 0) {
        throw new UsageException("--outage begins after the %d days of the run".formatted(days));
      }
    }
    return outages.isEmpty() ? usual : usual.with(outages);
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UsageException("%s must be 1 to %d, not %d".formatted(option, most, value));
    }
  }

  private Consumer<Duration> progress() {
    if (json || !Surroundings.here().terminal()) {
      return _ -> {};
    }
    long hours = days * 24L;
    return so -> {
      boolean last = so.toHours() + 1 == hours;
      System.err.print(
          last ? "\r\u001b[K" : "\rhour %d of %d\u001b[K".formatted(so.toHours() + 1, hours));
    };
  }
}
