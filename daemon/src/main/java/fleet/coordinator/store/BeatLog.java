package fleet.coordinator.store;

import fleet.coordinator.Extract;
import fleet.coordinator.store.Pulse.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes the beats of many machines into one transaction. */
final class BeatLog {
  private static final String INSERT =
      "INSERT INTO beats (machine, series, number, at, heard, expected, listened, dropped, report)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String LEAVE =
      "INSERT INTO ended (machine, series, number, heard) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (machine, series) DO UPDATE SET number = excluded.number,"
          + " heard = excluded.heard";
  private static final String CONDITIONS =
      "INSERT INTO conditions (machine, conditions, agent, disk, tailscale) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (machine) DO UPDATE SET conditions = excluded.conditions,"
          + " agent = excluded.agent, disk = excluded.disk, tailscale = excluded.tailscale";
  private static final String REPORT =
      "INSERT INTO reports (machine, report) VALUES (?, ?)"
          + " ON CONFLICT (machine) DO UPDATE SET report = excluded.report";

  private final Session session;
  private final Pulses pulses;
  private final Set<Long> changed = new TreeSet<>();
  private final Map<Long, String> reports = new HashMap<>();
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private BeatLog(Session session, Pulses pulses) {
    this.session = session;
    this.pulses = pulses;
  }

  static void take(Session session, Roster roster, Pulses pulses, List<BeatsJob> jobs) {
    var numbers = new HashMap<String, Long>();
    for (BeatsJob job : jobs) {
      if (!numbers.containsKey(job.machine)) {
        roster.number(session, job.machine).ifPresent(number -> numbers.put(job.machine, number));
      }
    }
    Map<Long, Pulse> held = pulses.hold(session, numbers.values());
    var log = new BeatLog(session, pulses);
    for (BeatsJob job : jobs) {
      Long number = numbers.get(job.machine);
      if (number != null) {
        job.took(log.take(held, held.getOrDefault(number, Pulse.none(number)), job.beats));
      }
    }
    log.write(held);
  }

  private Store.Taken take(Map<Long, Pulse> held, Pulse before, List<Intake.Ready> beats) {
    long machine = before.machine();
    Intake intake = Intake.of(before, beats, series -> cameTo(machine, series));
    for (Pulse left : intake.left()) {
      session.change(LEAVE, machine, left.series(), left.number(), left.heard());
    }
    intake.signs().forEach(sign -> rows.add(values(machine, sign)));
    if (!intake.signs().isEmpty()) {
      held.put(machine, intake.after());
      changed.add(machine);
    }
    intake.report().ifPresent(report -> reports.put(machine, report));
    return intake.taken();
  }

  private long cameTo(long machine, String series) {
    return session.number(
        "SELECT number FROM ended WHERE machine = ? AND series = ?", machine, series);
  }

  private void write(Map<Long, Pulse> held) {
    // In the order of the machines, so that two coordinators never wait for each other crosswise.
    List<Long> machines = List.copyOf(changed);
    pulses.put(session, machines.stream().map(held::get).toList());
    session.changeAll(INSERT, rows);
    List<@Nullable Object[]> conditions = new ArrayList<>();
    List<@Nullable Object[]> texts = new ArrayList<>();
    for (long machine : machines) {
      String report = reports.get(machine);
      if (report != null) {
        Pulse now = held.getOrDefault(machine, Pulse.none(machine));
        Extract extract = now.extract().orElseThrow();
        conditions.add(
            new Object[] {
              machine,
              ConditionsJson.of(now.conditions()),
              extract.agent(),
              extract.disk(),
              extract.tailscale()
            });
        texts.add(new Object[] {machine, report});
      }
    }
    session.changeAll(CONDITIONS, conditions);
    session.changeAll(REPORT, texts);
  }

  private static @Nullable Object[] values(long machine, Sign sign) {
    return new @Nullable Object[] {
      machine,
      sign.series(),
      sign.number(),
      sign.at(),
      sign.heard(),
      sign.expected(),
      sign.listened(),
      sign.dropped(),
      sign.report() ? 1 : 0
    };
  }
}
