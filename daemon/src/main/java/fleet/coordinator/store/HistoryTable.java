package fleet.coordinator.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The beats that were stored. */
final class HistoryTable implements Tables.History {
  static final long HOUR = 3_600_000;

  private final Session session;
  private final Roster roster;

  HistoryTable(Session session, Roster roster) {
    this.session = session;
    this.roster = roster;
  }

  @Override
  public List<Tables.Past> of(String machine, Instant from, Instant to) {
    Optional<Long> number = roster.number(session, machine);
    return number.isEmpty() ? List.of() : of(number.get(), from.toEpochMilli(), to.toEpochMilli());
  }

  private List<Tables.Past> of(long machine, long from, long to) {
    List<Tables.Past> all = new ArrayList<>();
    long oldest = session.number("SELECT min(hour) FROM hours");
    long newest = session.number("SELECT max(hour) FROM hours");
    for (long hour = Math.max(oldest, from / HOUR); hour <= Math.min(newest, to / HOUR); hour++) {
      session
          .list(
              "SELECT series, number, at, heard FROM hours WHERE hour = ? AND machine = ?",
              HistoryTable::read,
              hour,
              machine)
          .forEach(all::add);
    }
    session.each(
        "SELECT series, number, at, heard FROM beats WHERE machine = ? AND heard BETWEEN ? AND ?"
            + " ORDER BY id",
        HistoryTable::read,
        all::add,
        machine,
        from,
        to);
    return all;
  }

  private static Tables.Past read(ResultSet row) throws SQLException {
    return new Tables.Past(
        row.getString(1),
        row.getLong(2),
        Instant.ofEpochMilli(row.getLong(3)),
        Instant.ofEpochMilli(row.getLong(4)));
  }
}
