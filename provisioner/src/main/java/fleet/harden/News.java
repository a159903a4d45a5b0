package fleet.harden;

import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Watcher;

/** Hears only of what was changed or went wrong. */
record News(Watcher to) implements Watcher {
  @Override
  public void step(String machine, StepResult result) {
    switch (result.outcome()) {
      case Outcome.Unchanged _, Outcome.Skipped _, Outcome.WouldChange _ -> {}
      case Outcome.Changed _, Outcome.Blocked _, Outcome.Failed _, Outcome.Unreachable _ ->
          to.step(machine, result);
    }
  }
}
