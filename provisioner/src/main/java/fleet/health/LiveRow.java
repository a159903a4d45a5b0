package fleet.health;

import fleet.probe.Troubles;
import fleet.registry.Machine;
import fleet.report.Condition;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.verdict.Heard;
import fleet.verdict.Judge;
import fleet.verdict.Judged;
import fleet.verdict.Listening;
import fleet.verdict.Standing;
import fleet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From a look at a machine to its row: pure decisions. */
final class LiveRow {
  private LiveRow() {}

  /** A machine that answered. */
  static MachineHealth of(
      Machine machine, HealthReport report, Troubles troubles, Optional<Memory.Last> before) {
    Instant now = report.takenAt();
    List<Condition> known = before.map(Memory.Last::conditions).orElse(List.of());
    List<Condition> conditions = Condition.of(troubles.of(report), known, now);
    Judged judged = judged(conditions, now);
    return new MachineHealth(
        machine.name(),
        Optional.of(judged.verdict()),
        judged.verdict() == Verdict.HEALTHY ? "" : judged.why(),
        Optional.of(
            judged.verdict() == Verdict.HEALTHY
                ? since(Verdict.HEALTHY, now, before)
                : judged.since()),
        Optional.of(now),
        conditions,
        rows(report.reading("disk")),
        rows(report.reading("tailscale")).flatMap(rows -> rows.stream().findFirst()),
        false);
  }

  /** Such a machine was heard just now. */
  private static Judged judged(List<Condition> conditions, Instant now) {
    Listening listening = Listening.from(now);
    Heard heard = Heard.of(listening, now, Duration.ZERO);
    return Judge.of(
        new Standing(now, Optional.of(heard), false, false, Optional.empty(), conditions),
        listening,
        now);
  }

  /** One that did not; a portable one that gives no sign of life sleeps, as it may. */
  static MachineHealth lost(
      Machine machine, String why, Sign sign, Optional<Memory.Last> before, Instant now) {
    Verdict verdict =
        machine.portable() && !sign.lives() && machine.jump().isEmpty() && !forgotten(before, now)
            ? Verdict.AWAY
            : Verdict.SILENT;
    return new MachineHealth(
        machine.name(),
        Optional.of(verdict),
        reason(machine, why, sign),
        Optional.of(since(verdict, now, before)),
        before.flatMap(Memory.Last::answered),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** Whether it has slept so long that somebody should look for it. */
  private static boolean forgotten(Optional<Memory.Last> before, Instant now) {
    return before
        .flatMap(Memory.Last::answered)
        .filter(answered -> answered.plus(Judge.ASLEEP).isBefore(now))
        .isPresent();
  }

  private static String reason(Machine machine, String why, Sign sign) {
    String told =
        why.startsWith(machine.name() + ": ") ? why.substring(machine.name().length() + 2) : why;
    return switch (sign.means()) {
      case ANSWERS -> "SSH answers, and we cannot log in: " + told;
      case PATH_DEAD, MACHINE_DEAD -> sign.says();
      case UNTOLD -> machine.jump().isEmpty() ? sign.says() : sign.says() + ": " + told;
    };
  }

  /** What the next look should know of this one. */
  static Memory.Last remembered(MachineHealth row, Instant now) {
    return new Memory.Last(row.word(), row.since().orElse(now), row.lastReport(), row.conditions());
  }

  /** What went wrong in the telling, by kind. */
  static Stream<FailureClass> failures(HealthReport report) {
    return report.readings().values().stream()
        .flatMap(
            reading ->
                switch (reading) {
                  case Reading.Failed<List<Row>>(String why) -> Stream.of(FailureClass.of(why));
                  case Reading.TimedOut<List<Row>> _ -> Stream.of(FailureClass.TIMEOUT);
                  case Reading.Measured<List<Row>> _ -> Stream.empty();
                  case Reading.Absent<List<Row>> _ -> Stream.empty();
                });
  }

  private static Optional<List<Row>> rows(Reading<List<Row>> reading) {
    return reading instanceof Reading.Measured<List<Row>>(List<Row> rows)
        ? Optional.of(rows)
        : Optional.empty();
  }

  private static Instant since(Verdict verdict, Instant otherwise, Optional<Memory.Last> before) {
    return before
        .filter(last -> last.verdict().equals(verdict.word()))
        .map(Memory.Last::since)
        .orElse(otherwise);
  }
}
