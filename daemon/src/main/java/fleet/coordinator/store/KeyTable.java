package fleet.coordinator.store;

import fleet.coordinator.Actor;
import fleet.coordinator.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys and machine tokens, by their SHA-256 alone. */
final class KeyTable implements Tables.Keys {
  static final String ENDED = "SELECT value FROM marks WHERE name = 'keys'";

  private final Session session;
  private final KeyCache cache;

  KeyTable(Session session, KeyCache cache) {
    this.session = session;
    this.cache = cache;
  }

  @Override
  public void put(String sha256, Role role, String label, Optional<String> machine, Instant at) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a key is stored by its SHA-256 alone");
    }
    session.change(
        "INSERT INTO access_keys (sha256, actor, role, label, machine, made_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        sha256,
        sha256.substring(0, 16),
        role.name(),
        Masked.text(label),
        machine.orElse(null),
        at.toEpochMilli());
  }

  /** What a session sees that has begun may be of before a key's end, and is not for the cache. */
  @Override
  public Optional<Actor> actor(String sha256) {
    return session.writes() || session.begun()
        ? read(sha256)
        : cache.find(sha256, () -> read(sha256));
  }

  private Optional<Actor> read(String sha256) {
    return session.one(
        "SELECT actor, role, machine FROM access_keys WHERE sha256 = ?",
        row ->
            new Actor(
                row.getString(1),
                Role.valueOf(row.getString(2)),
                Optional.ofNullable(row.getString(3))),
        sha256);
  }

  @Override
  public boolean any() {
    return session.number("SELECT count(*) FROM access_keys") > 0;
  }

  @Override
  public List<Tables.Key> all() {
    return session.list(
        "SELECT actor, role, label, machine, made_at FROM access_keys ORDER BY made_at, actor",
        KeyTable::key);
  }

  private static Tables.Key key(ResultSet row) throws SQLException {
    return new Tables.Key(
        row.getString(1),
        Role.valueOf(row.getString(2)),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  @Override
  public int revoke(String actor) {
    return end(session.change("DELETE FROM access_keys WHERE actor = ?", actor));
  }

  @Override
  public int revokeMachine(String machine) {
    return end(session.change("DELETE FROM access_keys WHERE machine = ?", machine));
  }

  private int end(int count) {
    if (count > 0) {
      session.change("UPDATE marks SET value = value + 1 WHERE name = 'keys'");
      session.whenCommitted(cache::forget);
    }
    return count;
  }
}
