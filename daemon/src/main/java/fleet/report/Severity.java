package fleet.report;

import java.util.Locale;

/** How much a condition matters, worst last. */
public enum Severity {
  /** Worth knowing; the machine is healthy all the same. */
  INFO,
  /** The machine is degraded. */
  WARNING,
  /** The machine is degraded, and no agent is launched on it. */
  CRITICAL;

  /** As on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
