package fleet.report;

import java.time.Duration;

/**
 * What became of asking a machine one thing. Only {@link Measured} is a fact about the machine; the
 * others say why there is none, and are never read as "all well".
 */
public sealed interface Reading<T> {
  record Measured<T>(T value) implements Reading<T> {}

  /** The question went wrong. */
  record Failed<T>(String why) implements Reading<T> {}

  /** No answer within the probe's time; a mount that hangs, as a rule. */
  record TimedOut<T>(Duration after) implements Reading<T> {}

  /** This machine has no such thing, and need not have it: no battery, no Tailscale. */
  record Absent<T>(String why) implements Reading<T> {}
}
