package fleet.verdict;

import java.util.Locale;

/** What a machine is at the moment of asking, best first. */
public enum Verdict {
  HEALTHY,
  /** A portable machine that sleeps, as it may. */
  AWAY,
  /** Somebody said not to mind it until a time. */
  MUTED,
  /** It asked to be a member, and nobody has approved it. */
  PENDING,
  /** It reports, and something is wrong on it. */
  DEGRADED,
  /** It missed its last promised beat. */
  LATE,
  /** No beat for 45 minutes. */
  STALE,
  /** It was never heard, or cannot be reached now. */
  SILENT;

  /** As in tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nobody has to do anything about it. */
  public boolean well() {
    return compareTo(PENDING) < 0;
  }
}
