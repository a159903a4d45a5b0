package fleet.coordinator.store;

import fleet.coordinator.Extract;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pulses of a database that several coordinators share: the table is the truth. */
final class PulseTable implements Pulses {
  private static final String ALL =
      "SELECT p.machine, p.series, p.number, p.heard, p.expected, p.listened, p.dropped, p.lacks_report,"
          + " c.conditions, c.agent, c.disk, c.tailscale FROM pulses p LEFT JOIN conditions c ON c.machine = p.machine";
  private static final String ONE = ALL + " WHERE p.machine = ?";
  static final String UPDATE =
      "UPDATE pulses SET series = ?, number = ?, heard = ?, expected = ?, listened = ?, dropped = ?,"
          + " lacks_report = ? WHERE machine = ?";

  /** One after the other in the order of their numbers, so that two coordinators never cross. */
  private static final String HOLD =
      ALL + " WHERE p.machine = ANY (?) ORDER BY p.machine FOR UPDATE OF p";

  @Override
  public Map<Long, Pulse> hold(Session session, Collection<Long> machines) {
    var held = new HashMap<Long, Pulse>();
    Object numbers = machines.stream().distinct().toArray(Long[]::new);
    session.each(HOLD, PulseTable::read, pulse -> held.put(pulse.machine(), pulse), numbers);
    return held;
  }

  @Override
  public void put(Session session, Collection<Pulse> changed) {
    session.changeAll(UPDATE, changed.stream().map(PulseTable::values).toList());
  }

  @Override
  public Optional<Pulse> of(Session session, long machine) {
    return session.one(ONE, PulseTable::read, machine);
  }

  @Override
  public void each(Session session, Consumer<Pulse> use) {
    session.each(ALL, PulseTable::read, use);
  }

  static @Nullable Object[] values(Pulse pulse) {
    return new @Nullable Object[] {
      pulse.series(),
      pulse.number(),
      pulse.heard(),
      pulse.expected(),
      pulse.listened(),
      pulse.dropped(),
      pulse.lacksReport() ? 1 : 0,
      pulse.machine()
    };
  }

  private static Pulse read(ResultSet row) throws SQLException {
    return new Pulse(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8) == 1,
        ConditionsJson.read(row.getString(9)),
        extract(row));
  }

  private static Optional<Extract> extract(ResultSet row) throws SQLException {
    String agent = row.getString(10);
    return agent == null
        ? Optional.empty()
        : Optional.of(new Extract(agent, row.getString(11), row.getString(12)));
  }
}
