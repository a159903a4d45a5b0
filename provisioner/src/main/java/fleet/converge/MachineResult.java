package fleet.converge;

import java.util.Comparator;
import java.util.List;

/** How one machine came out: the worst of its steps, or why there are none. */
public record MachineResult(String machine, Outcome outcome, List<StepResult> steps) {
  public MachineResult {
    steps = List.copyOf(steps);
  }

  /** A machine that never came to its steps. */
  public static MachineResult without(String machine, Outcome outcome) {
    return new MachineResult(machine, outcome, List.of());
  }

  /** A machine that came to its steps. */
  public static MachineResult of(String machine, List<StepResult> steps) {
    Outcome worst =
        steps.stream()
            .map(StepResult::outcome)
            .max(Comparator.comparingInt(Outcome::weight))
            .orElse(new Outcome.Unchanged("no steps"));
    return new MachineResult(machine, worst, steps);
  }
}
