package fleet.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/** Join tokens. */
final class JoinTable implements Tables.Joins {
  private final Session session;

  JoinTable(Session session) {
    this.session = session;
  }

  @Override
  public void put(String sha256, String machine, Instant expires, String actor, Instant at) {
    session.change(
        "INSERT INTO joins (sha256, machine, expires, actor, made_at) VALUES (?, ?, ?, ?, ?)",
        sha256,
        machine,
        expires.toEpochMilli(),
        actor,
        at.toEpochMilli());
  }

  @Override
  public Optional<String> valid(String sha256, Instant now) {
    return session.one(
        "SELECT machine FROM joins WHERE sha256 = ? AND used_at IS NULL AND expires > ?",
        row -> row.getString(1),
        sha256,
        now.toEpochMilli());
  }

  /** Of two at once one changes the row, and the other finds it used. */
  @Override
  public Optional<String> use(String sha256, Instant now) {
    int used =
        session.change(
            "UPDATE joins SET used_at = ? WHERE sha256 = ? AND used_at IS NULL AND expires > ?",
            now.toEpochMilli(),
            sha256,
            now.toEpochMilli());
    return used == 0
        ? Optional.empty()
        : session.one(
            "SELECT machine FROM joins WHERE sha256 = ?", row -> row.getString(1), sha256);
  }
}
