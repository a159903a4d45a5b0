package fleet.converge;

import fleet.playbook.Call;
import fleet.playbook.Fix;
import fleet.playbook.Script;
import fleet.playbook.Step;
import fleet.shell.Detached;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One fix: of one step, or of neighbours that join theirs in one call.
 *
 * @param prior the state of each step before
 * @param holder how the run's lock names us
 * @param force whether a lock that is held is ours from a run that died
 */
record Repair(List<Step> steps, Map<Step, String> prior, LockHolder holder, boolean force) {
  private static final Duration SHORT = Duration.ofSeconds(60);

  /** Whether the second step's fix can be joined to the first's in one call. */
  static boolean join(Step first, Step next) {
    return first.as() == next.as()
        && !first.risk().needsGuard()
        && !next.risk().needsGuard()
        && first.contract().fix().isPresent()
        && next.contract().fix().isPresent()
        && fix(first).joined()
        && fix(next).joined()
        && fix(next).call().function().equals(fix(first).call().function());
  }

  private static Fix fix(Step step) {
    return step.contract().fix().orElseThrow();
  }

  private Call call() {
    Call first = fix(steps.getFirst()).call();
    return new Call(
        first.function(), steps.stream().flatMap(s -> fix(s).call().arguments().stream()).toList());
  }

  private String fix() {
    return Script.fix(
        call(), steps.stream().flatMap(s -> s.contract().touches().stream()).toList());
  }

  private Duration limit() {
    return steps.stream().map(Step::limit).max(Duration::compareTo).orElse(SHORT);
  }

  /** Lock, keep the originals, show the diff, fix, note what was left. */
  List<Fragment> fragments(String state, String opening) {
    List<Fragment> fragments = new ArrayList<>();
    fragments.add(new Fragment("lock", holder.take(limit().plus(SHORT), force), SHORT, true));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      fragments.add(show(i, step));
      fragments.add(
          new Fragment(
              "begin." + i,
              "[ \"$fleet_locked\" = yes ] && " + Script.begin(step, prior.getOrDefault(step, "")),
              SHORT,
              true));
    }
    fragments.add(new Fragment("fix", guarded(state, opening), limit(), false));
    for (int i = 0; i < steps.size(); i++) {
      String key = new Call("ledger_find", List.of(steps.get(i).key())).sh();
      fragments.add(new Fragment("end." + i, key + " && ledger_end", SHORT, true));
    }
    return fragments;
  }

  static Fragment show(int i, Step step) {
    String text = step.secret() ? ":" : step.contract().show().map(Call::sh).orElse(":");
    return new Fragment("show." + i, text, SHORT, false);
  }

  private String guarded(String state, String opening) {
    String refuse = "[ \"$fleet_locked\" = yes ] && [ -n \"$fleet_entry\" ] || exit 1\nexec 2>&1\n";
    boolean detached = fix(steps.getFirst()).detached() && steps.stream().noneMatch(Step::secret);
    return refuse + (detached ? detachedFix(state, opening) : fix());
  }

  private String detachedFix(String state, String opening) {
    String find = new Call("ledger_find", List.of(steps.getFirst().key())).sh();
    String body =
        String.join(
            "\n", opening, Script.changes(), steps.getFirst().contract().library(), find, fix());
    return Detached.script(Quote.sh(state + "/actions"), Detached.id(body), body);
  }
}
