package fleet.coordinator.store;

import fleet.verdict.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When some coordinator was up. */
final class UptimeTable implements Tables.Uptime {
  /** A longer time without a sign of any coordinator is a gap. */
  static final Duration GAP = Duration.ofSeconds(30);

  private final Session session;

  UptimeTable(Session session) {
    this.session = session;
  }

  private record Span(long since, long until) {}

  @Override
  public void alive(Instant now) {
    long at = now.toEpochMilli();
    long until = session.number("SELECT max(until) FROM uptime");
    if (until > at + GAP.toMillis()) {
      // The clock went back: what it said of a time that is still to come is forgotten.
      session.change("DELETE FROM uptime WHERE since > ?", at);
      session.change("UPDATE uptime SET until = ? WHERE until > ?", at, at);
      until = session.number("SELECT max(until) FROM uptime");
    }
    if (until < at - GAP.toMillis()) {
      session.change("INSERT INTO uptime (since, until) VALUES (?, ?)", at, at);
    } else if (until < at) {
      session.change("UPDATE uptime SET until = ? WHERE until = ?", at, until);
    }
  }

  @Override
  public Listening listening() {
    List<Span> spans =
        session.list(
            "SELECT since, until FROM uptime ORDER BY since",
            row -> new Span(row.getLong(1), row.getLong(2)));
    List<Listening.Gap> gaps = new ArrayList<>();
    for (int i = 1; i < spans.size(); i++) {
      gaps.add(
          new Listening.Gap(
              Instant.ofEpochMilli(spans.get(i - 1).until()),
              Instant.ofEpochMilli(spans.get(i).since())));
    }
    return new Listening(gaps);
  }
}
