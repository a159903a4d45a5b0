package fleet.coordinator.store;

import fleet.coordinator.store.AuditChain.Head;
import fleet.coordinator.store.Tables.Chained;
import fleet.coordinator.store.Tables.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The audit and its chain. */
final class AuditTable implements Tables.Audit {
  private final Session session;

  AuditTable(Session session) {
    this.session = session;
  }

  @Override
  public void add(Entry entry) {
    Head before = head();
    Chained next = AuditChain.next(before, masked(entry));
    int moved =
        session.change(
            "UPDATE audit_head SET entries = ?, hash = ? WHERE entries = ?",
            next.number(),
            next.hash(),
            before.count());
    if (moved != 1) {
      throw new StoreException("another coordinator wrote to the audit meanwhile: try again");
    }
    session.change(
        "INSERT INTO audit (number, at, actor, what, subject, outcome, correlation, hash)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        next.number(),
        next.entry().at().toEpochMilli(),
        next.entry().actor(),
        next.entry().what(),
        next.entry().subject(),
        next.entry().outcome(),
        next.entry().correlation(),
        next.hash());
  }

  private static Entry masked(Entry entry) {
    return new Entry(
        entry.at(),
        entry.actor(),
        entry.what(),
        Masked.text(entry.subject()),
        Masked.text(entry.outcome()),
        entry.correlation());
  }

  @Override
  public List<Chained> from(long number, int most) {
    return session.list(
        "SELECT number, at, actor, what, subject, outcome, correlation, hash FROM audit"
            + " WHERE number >= ? ORDER BY number LIMIT ?",
        AuditTable::read,
        number,
        most);
  }

  private static Chained read(ResultSet row) throws SQLException {
    var entry =
        new Entry(
            Instant.ofEpochMilli(row.getLong(2)),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7));
    return new Chained(row.getLong(1), entry, row.getString(8));
  }

  @Override
  public long total() {
    return session.number("SELECT count(*) FROM audit");
  }

  @Override
  public Head head() {
    return session
        .one(
            "SELECT entries, hash FROM audit_head",
            row -> new Head(row.getLong(1), row.getString(2)))
        .orElse(AuditChain.START);
  }
}
