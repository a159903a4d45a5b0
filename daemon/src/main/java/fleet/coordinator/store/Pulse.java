package fleet.coordinator.store;

import fleet.coordinator.Extract;
import fleet.report.Condition;
import fleet.verdict.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a machine's beats have come to.
 *
 * @param machine its number in the tables
 * @param series the one that it is in; empty before the first beat
 * @param number of its last beat
 * @param heard when that came, in milliseconds
 * @param expected when the next one was promised
 * @param listened how many milliseconds had been listened by then
 * @param dropped how many reports its agent lost for lack of room, in all
 * @param lacksReport whether the last report is not what holds now: there is none, or beats are
 *     missing since
 * @param conditions of the last report
 * @param extract of the last report, for the board
 */
record Pulse(
    long machine,
    String series,
    long number,
    long heard,
    long expected,
    long listened,
    long dropped,
    boolean lacksReport,
    List<Condition> conditions,
    Optional<Extract> extract) {

  static Pulse none(long machine) {
    return new Pulse(machine, "", 0, 0, 0, 0, 0, true, List.of(), Optional.empty());
  }

  boolean begun() {
    return !series.isEmpty();
  }

  boolean isAt(Sign sign) {
    return number == sign.number() && series.equals(sign.series());
  }

  Optional<Heard> last() {
    return begun()
        ? Optional.of(
            new Heard(
                Instant.ofEpochMilli(heard),
                Instant.ofEpochMilli(expected),
                Duration.ofMillis(listened)))
        : Optional.empty();
  }

  /** After one more beat, which has been found to be new. */
  Pulse after(Sign sign, long cameTo, List<Condition> now, Optional<Extract> shown) {
    boolean gap = sign.number() > cameTo + 1;
    return new Pulse(
        machine,
        sign.series(),
        sign.number(),
        sign.heard(),
        sign.expected(),
        sign.listened(),
        dropped + sign.dropped(),
        !sign.report() && (lacksReport || gap || sign.dropped() > 0),
        now,
        shown);
  }

  /**
   * A beat as the tables keep it.
   *
   * @param report whether it brought one
   */
  record Sign(
      String series,
      long number,
      long at,
      long heard,
      long expected,
      long listened,
      long dropped,
      boolean report) {}
}
