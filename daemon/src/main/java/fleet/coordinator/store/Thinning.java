package fleet.coordinator.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is too old to be kept, a little in each transaction, so that no beat waits long for
 * it.
 */
final class Thinning {
  static final Duration EVERY_BEAT = Duration.ofDays(1);
  static final Duration HOURLY = Duration.ofDays(30);

  /** What is noted of a later time was noted by a clock that was wrong. */
  private static final Duration WRONG = Duration.ofDays(1);

  private static final int STEP = 2000;

  private final Instant now;
  private final Transactions write;

  private Thinning(Instant now, Transactions write) {
    this.now = now;
    this.write = write;
  }

  /** Where each step is a transaction of its own. */
  @FunctionalInterface
  interface Transactions {
    long run(ToLongFunction<Session> step);
  }

  static void run(Instant now, Transactions write, Database database) {
    var thinning = new Thinning(now, write);
    thinning.beats();
    thinning.hours();
    write.run(thinning::rest);
    while (write.run(session -> database.shrink(session) ? 1 : 0) == 1) {}
  }

  private record Old(long id, long machine, String series, long number, long at, long heard) {
    long hour() {
      return heard / HistoryTable.HOUR;
    }

    @Nullable Object[] values() {
      return new @Nullable Object[] {hour(), machine, series, number, at, heard};
    }
  }

  /** From the oldest on, until a step finds none that is old. */
  private void beats() {
    long[] from = {0};
    while (from[0] >= 0) {
      from[0] = write.run(session -> someBeats(session, from[0]));
    }
  }

  private long someBeats(Session session, long from) {
    long oldest = before(EVERY_BEAT);
    long newest = now.plus(WRONG).toEpochMilli();
    List<Old> some =
        session.list(
            "SELECT id, machine, series, number, at, heard FROM beats WHERE id > ?"
                + " ORDER BY id LIMIT ?",
            row ->
                new Old(
                    row.getLong(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6)),
            from,
            STEP);
    Map<List<Long>, Old> lastOfHour = new LinkedHashMap<>();
    some.stream()
        .filter(beat -> beat.heard() < oldest)
        .forEach(beat -> lastOfHour.put(List.of(beat.hour(), beat.machine()), beat));
    if (lastOfHour.isEmpty() && some.stream().allMatch(beat -> beat.heard() <= newest)) {
      return -1;
    }
    session.changeAll(
        "INSERT INTO hours (hour, machine, series, number, at, heard) VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (hour, machine) DO UPDATE SET series = excluded.series,"
            + " number = excluded.number, at = excluded.at, heard = excluded.heard",
        lastOfHour.values().stream().map(Old::values).toList());
    long to = some.getLast().id();
    session.change(
        "DELETE FROM beats WHERE id > ? AND id <= ? AND (heard < ? OR heard > ?)",
        from,
        to,
        oldest,
        newest);
    return to;
  }

  private void hours() {
    long oldest = before(HOURLY) / HistoryTable.HOUR;
    while (write.run(session -> someOfAnHour(session, oldest)) > 0) {}
  }

  private static long someOfAnHour(Session session, long oldest) {
    long hour = session.number("SELECT min(hour) FROM hours");
    return hour >= oldest
        ? 0
        : session.change(
            "DELETE FROM hours WHERE hour = ? AND machine IN"
                + " (SELECT machine FROM hours WHERE hour = ? ORDER BY machine LIMIT ?)",
            hour,
            hour,
            STEP);
  }

  private long rest(Session session) {
    long soon = now.plus(WRONG).toEpochMilli();
    session.change("DELETE FROM replays WHERE at < ? OR at > ?", before(ReplayTable.KEPT), soon);
    session.change("DELETE FROM joins WHERE expires < ?", before(EVERY_BEAT));
    session.change("DELETE FROM ended WHERE heard < ?", before(HOURLY));
    return 0;
  }

  private long before(Duration age) {
    return now.minus(age).toEpochMilli();
  }
}
