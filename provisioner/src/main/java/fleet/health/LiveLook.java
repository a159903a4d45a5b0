package fleet.health;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks a machine all there is to ask, over one connection and in one batch. */
final class LiveLook {
  /** How the report of a look names its maker. */
  private static final String LIVE = "live";

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
    return new HealthReport(Instant.now(), LIVE, readings(machine));
  }

  private SortedMap<String, Reading<List<Row>>> readings(Machine machine)
      throws UnreachableException {
    try (Connection connection = connector.open(machine, "")) {
      Shell shell = user(connection);
      try {
        SortedMap<String, Reading<List<Row>>> readings = new TreeMap<>();
        for (Answer answer : shell.run(probes.keySet().stream().map(this::fragment).toList())) {
          readings.put(answer.id(), read(answer));
        }
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
      try (Connection connection = connector.openFresh(machine, "")) {
        untilItBreaks(user(connection), readings);
      }
    }
    probes
        .keySet()
        .forEach(
            name ->
                readings.putIfAbsent(
                    name, new Reading.Failed<>("not asked: too much else broke off")));
    return readings;
  }

  private void untilItBreaks(Shell shell, Map<String, Reading<List<Row>>> readings) {
    for (String name : probes.keySet()) {
      if (!readings.containsKey(name)) {
        try {
          readings.put(name, read(shell.run(List.of(fragment(name))).getFirst()));
        } catch (UnreachableException e) {
          readings.put(name, new Reading.Failed<>(e.why()));
          return;
        }
      }
    }
  }

  private Fragment fragment(String name) {
    Probe probe = probe(name);
    return new Fragment(name, probe.script(), probe.limit(), false);
  }

  private Reading<List<Row>> read(Answer answer) {
    return LiveReading.of(probe(answer.id()), answer);
  }

  private Probe probe(String name) {
    Probe probe = probes.get(name);
    if (probe == null) {
      throw new IllegalStateException("no probe " + name);
    }
    return probe;
  }

  private static Shell user(Connection connection) throws UnreachableException {
    try {
      return connection.shell(Account.USER);
    } catch (BlockedException e) {
      throw new UnreachableException(e.why(), e);
    }
  }
}
