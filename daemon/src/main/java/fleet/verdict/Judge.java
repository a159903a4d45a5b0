package fleet.verdict;

import fleet.report.Condition;
import fleet.report.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** From a machine's standing and the clock to its verdict: judged when read, never stored. */
public final class Judge {
  /** No beat for that long, while somebody listened, is stale. */
  public static final Duration STALE = Duration.ofMinutes(45);

  /** What a beat takes: a slow probe, and some tries when a message is lost. */
  public static final Duration GRACE = Duration.ofMinutes(5);

  /**
   * What a coordinator that was away gives the agents, which try ever more seldom, to come back.
   */
  public static final Duration RETURN = Duration.ofMinutes(15);

  /** How long a portable machine may sleep before somebody should look for it. */
  public static final Duration ASLEEP = Duration.ofDays(30);

  private Judge() {}

  /** What the machine is now. */
  public static Verdict verdict(Standing machine, Listening listening, Instant now) {
    if (machine.pending()) {
      return Verdict.PENDING;
    }
    return muted(machine, now) ? Verdict.MUTED : unmuted(machine, listening, now);
  }

  /** The verdict with its reason. */
  public static Judged of(Standing machine, Listening listening, Instant now) {
    if (machine.pending()) {
      return new Judged(Verdict.PENDING, "waits for fleet machine approve", machine.knownSince());
    }
    Judged judged = Reasons.of(unmuted(machine, listening, now), machine, listening, now);
    return muted(machine, now) ? Reasons.muted(machine, judged) : judged;
  }

  private static boolean muted(Standing machine, Instant now) {
    return machine.mutedUntil().isPresent() && now.isBefore(machine.mutedUntil().get());
  }

  private static Verdict unmuted(Standing machine, Listening listening, Instant now) {
    if (machine.heard().isEmpty()) {
      return Verdict.SILENT;
    }
    Heard heard = machine.heard().get();
    Duration silence = silence(heard, listening, now);
    boolean stale = silence.compareTo(STALE) > 0;
    if (stale || overdue(heard, listening, now)) {
      boolean asleep = machine.portable() && silence.compareTo(ASLEEP) <= 0;
      return asleep ? Verdict.AWAY : stale ? Verdict.STALE : Verdict.LATE;
    }
    return troubled(machine) ? Verdict.DEGRADED : Verdict.HEALTHY;
  }

  static Duration silence(Heard heard, Listening listening, Instant now) {
    return listening.by(now).minus(heard.listened());
  }

  /** Whether the machine should have come, all allowances made. */
  private static boolean overdue(Heard heard, Listening listening, Instant now) {
    Duration due = heard.listened().plus(heard.promise());
    Listening then = listening.marked(now);
    // What was heard after the last mark before a gap seems to be heard after the gap.
    boolean heardBefore = heard.listened().compareTo(then.returned().plus(Listening.GAP)) <= 0;
    Duration back = then.returned().plus(RETURN);
    Duration last = heardBefore && back.compareTo(due) > 0 ? back : due;
    return then.listened().compareTo(last.plus(GRACE)) > 0;
  }

  private static boolean troubled(Standing machine) {
    for (Condition condition : machine.conditions()) {
      if (condition.severity() != Severity.INFO) {
        return true;
      }
    }
    return false;
  }

  /** What degrades a machine, the worst first, and of equal ones the oldest. */
  static List<Condition> troubles(Standing machine) {
    return machine.conditions().stream()
        .filter(condition -> condition.severity() != Severity.INFO)
        .sorted(
            Comparator.comparing(Condition::severity).reversed().thenComparing(Condition::since))
        .toList();
  }
}
