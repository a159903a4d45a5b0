package fleet.coordinator.store;

import fleet.verdict.Listening;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long the coordinators of this database have listened. */
final class UptimeTable implements Tables.Uptime {
  private final Session session;

  UptimeTable(Session session) {
    this.session = session;
  }

  @Override
  public Listening alive(Instant now) {
    Optional<Listening> before =
        session.one("SELECT mark, listened, returned FROM uptime", UptimeTable::read);
    Listening next = before.map(last -> last.marked(now)).orElseGet(() -> Listening.from(now));
    String sql =
        before.isPresent()
            ? "UPDATE uptime SET mark = ?, listened = ?, returned = ?"
            : "INSERT INTO uptime (mark, listened, returned) VALUES (?, ?, ?)";
    session.change(
        sql, next.mark().toEpochMilli(), next.listened().toMillis(), next.returned().toMillis());
    return next;
  }

  private static Listening read(ResultSet row) throws SQLException {
    return new Listening(
        Instant.ofEpochMilli(row.getLong(1)),
        Duration.ofMillis(row.getLong(2)),
        Duration.ofMillis(row.getLong(3)));
  }
}
