package fleet.verdict;

import java.time.Duration;
import java.time.Instant;

/** A coordinator's listening, told as a story: so long up, so long down, the clock put so far. */
final class Times {
  private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");

  private Instant now = BEGIN;
  private Listening listening = Listening.from(BEGIN);

  Instant now() {
    return now;
  }

  Listening listening() {
    return listening;
  }

  /** Up and marking for so many minutes, the first time at once. */
  Times up(double minutes) {
    listening = listening.marked(now);
    Instant end = now.plusSeconds(Math.round(minutes * 60));
    while (now.isBefore(end)) {
      Instant next = now.plus(Listening.MARK);
      now = next.isBefore(end) ? next : end;
      listening = listening.marked(now);
    }
    return this;
  }

  /** Down, so that nothing marks. */
  Times down(double minutes) {
    now = now.plusSeconds(Math.round(minutes * 60));
    return this;
  }

  /** The clock is put by so many minutes, in no time, and not marked yet. */
  Times clock(double minutes) {
    return down(minutes);
  }

  /** A beat that arrives now and promises the next in so many minutes. */
  Heard beat(double minutes) {
    return Heard.of(listening, now, Duration.ofSeconds(Math.round(minutes * 60)));
  }
}
