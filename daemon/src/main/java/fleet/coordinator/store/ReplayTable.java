package fleet.coordinator.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Answers to repeated Idempotency-Keys. */
final class ReplayTable implements Tables.Replays {
  static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST_BYTES = 64 * 1024;

  private final Session session;

  ReplayTable(Session session) {
    this.session = session;
  }

  @Override
  public Optional<Tables.Replay> find(String actor, String key, Instant now) {
    return session.one(
        "SELECT request, status, body FROM replays"
            + " WHERE actor = ? AND idempotency_key = ? AND at > ?",
        row -> new Tables.Replay(row.getString(1), row.getInt(2), row.getString(3)),
        actor,
        key,
        now.minus(KEPT).toEpochMilli());
  }

  @Override
  public void keep(String actor, String key, Tables.Replay replay, Instant now) {
    if (replay.body().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException("an answer of over 64 KB cannot be given again");
    }
    session.change(
        "INSERT INTO replays (actor, idempotency_key, request, status, body, at)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (actor, idempotency_key) DO UPDATE SET"
            + " request = excluded.request, status = excluded.status, body = excluded.body,"
            + " at = excluded.at",
        actor,
        key,
        replay.request(),
        replay.status(),
        replay.body(),
        now.toEpochMilli());
  }
}
