package fleet.coordinator.store;

import fleet.coordinator.Extract;
import fleet.coordinator.store.Pulse.Sign;
import fleet.coordinator.store.Store.Taken;
import fleet.report.Beat;
import fleet.report.Condition;
import fleet.report.HealthReport;
import fleet.report.Trouble;
import fleet.report.Wire;
import fleet.verdict.Heard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides which of a machine's beats are new, and what they change.
 *
 * @param after where the machine's beats have come to now
 * @param signs the new ones, in order
 * @param left the series that the machine has left, as far as it came
 * @param report the last report that they brought
 */
record Intake(
    Pulse after, List<Sign> signs, List<Pulse> left, Optional<String> report, Taken taken) {

  /** A beat, with what can be worked out of it before its turn. */
  record Ready(
      Sign sign,
      @Nullable String report,
      Instant takenAt,
      List<Trouble> troubles,
      Optional<Extract> extract) {
    static Ready of(Beat beat, Heard heard, Function<HealthReport, List<Trouble>> judge) {
      var sign =
          new Sign(
              beat.series(),
              beat.number(),
              beat.at().toEpochMilli(),
              heard.at().toEpochMilli(),
              heard.expectedBy().toEpochMilli(),
              heard.listened().toMillis(),
              beat.dropped(),
              beat.report().isPresent());
      if (beat.report().isEmpty()) {
        return new Ready(sign, null, heard.at(), List.of(), Optional.empty());
      }
      HealthReport report = beat.report().get();
      // A machine whose clock is ahead has no trouble that begins tomorrow.
      Instant takenAt = report.takenAt().isBefore(heard.at()) ? report.takenAt() : heard.at();
      ObjectNode json = Wire.of(report);
      return new Ready(
          sign, json.toString(), takenAt, judge.apply(report), Optional.of(Extract.of(json)));
    }
  }

  /**
   * Of beats in their order.
   *
   * @param ended how far a series came that the machine has left, 0 if it never was in it
   */
  static Intake of(Pulse before, List<Ready> beats, ToLongFunction<String> ended) {
    List<Sign> signs = new ArrayList<>();
    List<Pulse> left = new ArrayList<>();
    @Nullable String report = null;
    Pulse now = before;
    long cameTo = 0;
    for (Ready beat : beats) {
      Sign sign = beat.sign();
      boolean same = sign.series().equals(now.series());
      cameTo = same ? now.number() : cameTo(sign.series(), left, ended);
      if (sign.number() <= cameTo) {
        continue;
      }
      if (!same && now.begun()) {
        left.add(now);
      }
      List<Condition> conditions =
          beat.report() == null
              ? now.conditions()
              : Condition.of(beat.troubles(), now.conditions(), beat.takenAt());
      Optional<Extract> extract = beat.extract().isPresent() ? beat.extract() : now.extract();
      now = now.after(sign, cameTo, conditions, extract);
      cameTo = sign.number();
      signs.add(sign);
      report = beat.report() == null ? report : beat.report();
    }
    return new Intake(
        now, signs, left, Optional.ofNullable(report), new Taken(cameTo, now.lacksReport()));
  }

  private static long cameTo(String series, List<Pulse> left, ToLongFunction<String> ended) {
    return left.stream()
        .filter(one -> one.series().equals(series))
        .mapToLong(Pulse::number)
        .max()
        .orElseGet(() -> ended.applyAsLong(series));
  }
}
