package fleet.health;

import fleet.probe.LiveScript;
import fleet.probe.Probe;
import fleet.registry.Machine;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks a machine all there is to ask, over one connection and in one batch. */
final class LiveLook {
  /** How the report of a look names its maker. */
  private static final String LIVE = "live";

  /** The greeting: what time it is there. */
  private static final String CLOCK = "date +%s";

  /** So many conversations may break before the rest is not asked. */
  private static final int MOST_BREAKS = 3;

  private final Connector connector;
  private final SortedMap<String, Probe> probes;

  LiveLook(Connector connector, Map<String, Probe> probes) {
    this.connector = connector;
    this.probes = new TreeMap<>(probes);
  }

  /**
   * What the machine says of itself.
   *
   * @throws UnreachableException when there is no way to it
   */
  HealthReport at(Machine machine) throws UnreachableException {
    SortedMap<String, Reading<List<Row>>> readings = readings(machine);
    return new HealthReport(Instant.now().truncatedTo(ChronoUnit.SECONDS), LIVE, readings);
  }

  private SortedMap<String, Reading<List<Row>>> readings(Machine machine)
      throws UnreachableException {
    try (Connection connection = connector.open(machine, CLOCK)) {
      List<Fragment> batch = batch(connection.greeting());
      Shell shell = user(connection);
      try {
        SortedMap<String, Reading<List<Row>>> readings = new TreeMap<>();
        shell.run(batch).forEach(answer -> readings.put(answer.id(), read(answer)));
        return readings;
      } catch (UnreachableException _) {
        // A process that cannot be killed takes its shell along, and all that was asked there.
      }
    }
    return oneByOne(machine);
  }

  private SortedMap<String, Reading<List<Row>>> oneByOne(Machine machine)
      throws UnreachableException {
    SortedMap<String, Reading<List<Row>>> readings = new TreeMap<>();
    for (int i = 0; i < MOST_BREAKS && readings.size() < probes.size(); i++) {
      try (Connection connection = connector.openFresh(machine, CLOCK)) {
        List<Fragment> batch = batch(connection.greeting());
        untilItBreaks(user(connection), batch, readings);
      }
    }
    for (String name : probes.keySet()) {
      readings.putIfAbsent(name, new Reading.Failed<>("not asked: too much else broke off"));
    }
    return readings;
  }

  private void untilItBreaks(
      Shell shell, List<Fragment> batch, Map<String, Reading<List<Row>>> readings) {
    for (Fragment fragment : batch) {
      if (!readings.containsKey(fragment.id())) {
        try {
          readings.put(fragment.id(), read(shell.run(List.of(fragment)).getFirst()));
        } catch (UnreachableException e) {
          readings.put(fragment.id(), new Reading.Failed<>(e.why()));
          return;
        }
      }
    }
  }

  /**
   * A fragment a probe.
   *
   * @param clock the time over there, as it just was
   */
  private List<Fragment> batch(String clock) {
    Optional<Duration> ahead =
        Optional.of(clock.strip())
            .filter(said -> said.matches("[0-9]{1,12}"))
            .map(
                said ->
                    Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(said))));
    return LiveScript.of(probes, List.of(), ahead).stream()
        .map(part -> new Fragment(part.id(), part.script(), part.limit(), false))
        .toList();
  }

  private Reading<List<Row>> read(Answer answer) {
    Probe probe = probes.get(answer.id());
    if (probe == null) {
      throw new IllegalStateException("no probe " + answer.id());
    }
    return LiveReading.of(probe, answer);
  }

  private static Shell user(Connection connection) throws UnreachableException {
    try {
      return connection.shell(Account.USER);
    } catch (BlockedException e) {
      throw new UnreachableException(e.why(), e);
    }
  }
}
