package fleet.verdict;

import fleet.report.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Why a machine has its verdict, and since when. */
final class Reasons {
  private Reasons() {}

  static Judged of(Verdict verdict, Standing machine, Listening listening, Instant now) {
    if (machine.heard().isEmpty()) {
      return new Judged(verdict, never(machine, now), machine.knownSince());
    }
    Heard heard = machine.heard().get();
    return switch (verdict) {
      case STALE -> new Judged(verdict, silent(heard, listening, now), heard.at());
      case AWAY ->
          new Judged(verdict, "a portable machine; " + silent(heard, listening, now), heard.at());
      case LATE -> late(heard, listening, now);
      case DEGRADED -> degraded(machine, heard);
      case HEALTHY, MUTED, PENDING, SILENT ->
          new Judged(verdict, "last beat " + ago(heard, listening, now), heard.at());
    };
  }

  private static String never(Standing machine, Instant now) {
    Duration known = Duration.between(machine.knownSince(), now);
    return "has never reported, a member for "
        + Span.of(known.isNegative() ? Duration.ZERO : known);
  }

  static Judged muted(Standing machine, Judged without) {
    String until = machine.mutedUntil().map(Instant::toString).orElse("");
    return new Judged(
        Verdict.MUTED,
        "until %s; else %s: %s".formatted(until, without.verdict().word(), without.why()),
        without.since());
  }

  private static Judged late(Heard heard, Listening listening, Instant now) {
    Duration over = Judge.silence(heard, listening, now).minus(heard.promise());
    return new Judged(
        Verdict.LATE,
        "its beat is %s overdue; the last one came %s".formatted(Span.of(over), second(heard.at())),
        now.minus(over));
  }

  private static Judged degraded(Standing machine, Heard heard) {
    List<Condition> troubles = Judge.troubles(machine);
    Instant oldest =
        troubles.stream().map(Condition::since).min(Comparator.naturalOrder()).orElseThrow();
    String worst = troubles.getFirst().reason();
    return new Judged(
        Verdict.DEGRADED,
        troubles.size() == 1
            ? worst
            : "%d conditions, the worst: %s".formatted(troubles.size(), worst),
        oldest.isAfter(heard.at()) ? heard.at() : oldest);
  }

  private static String silent(Heard heard, Listening listening, Instant now) {
    Duration silence = Judge.silence(heard, listening, now);
    return "no beat for %s, since %s%s"
        .formatted(Span.of(silence), second(heard.at()), uncounted(heard, silence, now));
  }

  private static String ago(Heard heard, Listening listening, Instant now) {
    Duration silence = Judge.silence(heard, listening, now);
    return Span.of(silence) + " ago" + uncounted(heard, silence, now);
  }

  /** What the clock says beyond the time listened. */
  private static String uncounted(Heard heard, Duration silence, Instant now) {
    Duration rest = Duration.between(heard.at(), now).minus(silence);
    if (rest.abs().compareTo(Listening.GAP) <= 0) {
      return "";
    }
    return rest.isNegative()
        ? " (the coordinator's clock was put back " + Span.of(rest.negated()) + ")"
        : " (" + Span.of(rest) + " not counted: nobody listened)";
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
