package fleet.verdict;

import fleet.report.Condition;
import fleet.report.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** From a machine's standing and the clock to its verdict: judged when read, never stored. */
public final class Judge {
  /** No beat for that long, while somebody listened, is stale. */
  public static final Duration STALE = Duration.ofMinutes(45);

  private Judge() {}

  public static Judged of(Standing machine, Listening listening, Instant now) {
    if (machine.pending()) {
      return new Judged(Verdict.PENDING, "waits for fleet machine approve", machine.knownSince());
    }
    if (machine.mutedUntil().filter(now::isBefore).isPresent()) {
      return new Judged(Verdict.MUTED, "until " + machine.mutedUntil().get(), machine.knownSince());
    }
    if (machine.lastHeard().isEmpty()) {
      return new Judged(Verdict.SILENT, "never reported", machine.knownSince());
    }
    Instant heard = machine.lastHeard().get();
    Duration silence = listening.between(heard, now);
    if (silence.compareTo(STALE) > 0) {
      Verdict verdict = machine.portable() ? Verdict.AWAY : Verdict.STALE;
      return new Judged(verdict, "no beat for " + silence.toMinutes() + " min", heard);
    }
    Optional<Instant> expected = machine.expectedBy();
    if (expected.isPresent() && silence.compareTo(Duration.between(heard, expected.get())) > 0) {
      return new Judged(Verdict.LATE, "missed its beat", expected.get());
    }
    return machine.conditions().stream()
        .filter(condition -> condition.severity() != Severity.INFO)
        .max(Comparator.comparing(Condition::severity))
        .map(worst -> new Judged(Verdict.DEGRADED, worst.reason(), worst.since()))
        .orElseGet(() -> new Judged(Verdict.HEALTHY, "", heard));
  }
}
