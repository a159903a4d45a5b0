package fleet.cli;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import java.util.List;

/** Exit codes, and the one that a run's results ask for. */
public final class Exit {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 3;
  public static final int DRIFT = 4;
  public static final int INTERRUPTED = 130;

  private Exit() {}

  /**
   * What a run ends with.
   *
   * @param strict whether what is blocked counts as failed
   * @param drift whether what would change is worth a code of its own
   */
  public static int of(List<MachineResult> results, boolean strict, boolean drift) {
    if (any(results, Outcome.Failed.class) || (strict && any(results, Outcome.Blocked.class))) {
      return FAILED;
    }
    if (any(results, Outcome.Unreachable.class)) {
      return UNREACHABLE;
    }
    return drift && any(results, Outcome.WouldChange.class) ? DRIFT : OK;
  }

  private static boolean any(List<MachineResult> results, Class<? extends Outcome> kind) {
    return results.stream()
        .anyMatch(
            result ->
                kind.isInstance(result.outcome())
                    || result.steps().stream().anyMatch(step -> kind.isInstance(step.outcome())));
  }
}
