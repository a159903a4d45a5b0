package fleet.converge;

import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.UnreachableException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan: what an apply would do, said without doing any of it. */
final class Preview {
  private final Shells shells;
  private final Results results;

  Preview(Shells shells, Results results) {
    this.shells = shells;
    this.results = results;
  }

  void show(Map<Step, State> states) throws UnreachableException {
    Map<Step, Outcome> outcomes = new LinkedHashMap<>();
    results.steps().forEach(step -> outcomes.put(step, Verdict.before(step, states.get(step))));
    Map<Step, String> diffs = diffs(outcomes);
    outcomes.forEach(
        (step, outcome) -> results.set(step, outcome, Optional.ofNullable(diffs.get(step))));
  }

  /** The diffs of all that would change: one round trip an account. */
  private Map<Step, String> diffs(Map<Step, Outcome> outcomes) throws UnreachableException {
    Map<Step, String> diffs = new HashMap<>();
    for (Account account : Account.values()) {
      List<Step> drifted =
          outcomes.keySet().stream()
              .filter(step -> step.as() == account && !step.secret())
              .filter(step -> outcomes.get(step) instanceof Outcome.WouldChange)
              .filter(step -> step.contract().show().isPresent())
              .toList();
      if (!drifted.isEmpty()) {
        try {
          diffs.putAll(shells.conversation(account).show(drifted));
        } catch (BlockedException _) {
          // Then the outcomes say so; a plan without diffs is still a plan.
          diffs.keySet().removeAll(drifted);
        }
      }
    }
    return diffs;
  }
}
