package fleet.converge;

import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.UnreachableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An apply on one machine, step by step: each is looked at when it is its turn, fixed, looked at
 * again, and all of them once more at the end.
 */
final class Mending {
  private final Shells shells;
  private final Results results;
  private final LockHolder holder;
  private final Watcher watcher;
  private final Window window;

  private final Set<Step> trueAtFirst = new HashSet<>();

  /** What was seen since the last fix, and may therefore be believed. */
  private final Map<Step, State> fresh = new HashMap<>();

  private final Set<Step> tried = new HashSet<>();
  private boolean anythingFixed;
  private final Map<Account, String> refused = new EnumMap<>(Account.class);

  Mending(Shells shells, Results results, LockHolder holder, Watcher watcher, Window window) {
    this.shells = shells;
    this.results = results;
    this.holder = holder;
    this.watcher = watcher;
    this.window = window;
  }

  void mend(Map<Step, State> first) throws UnreachableException {
    first.forEach(
        (step, state) -> {
          if (state instanceof State.Converged) {
            trueAtFirst.add(step);
          }
        });
    fresh.putAll(first);
    try {
      turns();
    } catch (UnreachableException e) {
      if (!window.isOpen()) {
        throw e;
      }
      window.lost(Text.without(results.machine() + ": ", e.why()));
      results.leave(Outcome.NOT_DONE + ": the connection was lost; run it again");
      return;
    }
    if (anythingFixed) {
      lookOnceMore();
      shells.drop();
    }
  }

  private void turns() throws UnreachableException {
    for (Step step : results.steps()) {
      if (step.skip().isEmpty() && !step.risk().needsGuard()) {
        shut();
      }
      turn(step);
    }
    shut();
  }

  private void shut() throws UnreachableException {
    if (window.shut()) {
      fresh.clear();
    }
  }

  private void turn(Step step) throws UnreachableException {
    if (step.skip().isPresent()) {
      results.set(step, Verdict.before(step, null));
      return;
    }
    while (results.outcome(step).isEmpty()) {
      State state = fresh.get(step);
      if (state == null) {
        fresh.putAll(shells.look(next(results.steps().indexOf(step), step.as())));
      } else if (state instanceof State.Drifted && step.contract().fix().isPresent()) {
        fix(step);
      } else {
        results.set(step, undisturbed(step, state));
      }
    }
  }

  private Outcome undisturbed(Step step, State state) {
    boolean madeTrue = state instanceof State.Converged && !trueAtFirst.contains(step);
    return madeTrue
        ? new Outcome.Changed("made true by an earlier step")
        : Verdict.before(step, state);
  }

  private void fix(Step step) throws UnreachableException {
    String refusal = refused.get(step.as());
    if (refusal != null) {
      results.set(step, new Outcome.Failed(refusal));
      return;
    }
    try {
      if (shells
          .conversation(step.as())
          .attach(line -> watcher.output(results.machine(), step, line))) {
        anythingFixed = true;
        fresh.clear();
        return;
      }
      if (step.risk().needsGuard() && !admitted(step)) {
        return;
      }
      boolean again = !tried.add(step);
      List<Step> together = again ? List.of(step) : neighbours(step);
      tried.addAll(together);
      report(together, repair(together));
    } catch (BlockedException e) {
      results.set(step, new Outcome.Blocked(e.why()));
    }
  }

  private boolean admitted(Step step) throws UnreachableException, BlockedException {
    Optional<Outcome> refusal = window.admit(step, prior(step));
    refusal.ifPresent(outcome -> results.set(step, outcome));
    anythingFixed = anythingFixed || refusal.isEmpty();
    return refusal.isEmpty();
  }

  private String prior(Step step) {
    return fresh.get(step) instanceof State.Drifted drifted && !step.secret() ? drifted.said() : "";
  }

  /** The step, and those behind it that are drifted too and can be fixed by the same call. */
  private List<Step> neighbours(Step step) {
    List<Step> rest =
        results.steps().subList(results.steps().indexOf(step), results.steps().size());
    return rest.stream()
        .filter(next -> next.skip().isEmpty())
        .takeWhile(next -> next.equals(step) || Repair.join(step, next))
        .filter(next -> next.equals(step) || fresh.get(next) instanceof State.Drifted)
        .toList();
  }

  private Conversation.Fixed repair(List<Step> together)
      throws UnreachableException, BlockedException {
    Conversation conversation = shells.conversation(together.getFirst().as());
    Conversation.Fixed fixed = attempt(conversation, together, false);
    if (fixed.lock().status() != 0 && holder.diedHere(fixed.lock().out())) {
      fixed = attempt(conversation, together, true);
    }
    return fixed;
  }

  private Conversation.Fixed attempt(Conversation conversation, List<Step> together, boolean force)
      throws UnreachableException {
    together.forEach(step -> watcher.fixing(results.machine(), step));
    shells.bring(together);
    Map<Step, String> prior = new HashMap<>();
    together.forEach(step -> prior.put(step, prior(step)));
    return conversation.fix(
        new Repair(together, prior, holder, force),
        ahead(together),
        line -> watcher.output(results.machine(), together.getFirst(), line));
  }

  /** What to look at in the same round trip: the fixed, and what comes next. */
  private List<Step> ahead(List<Step> together) {
    List<Step> look = new ArrayList<>(together);
    int next = results.steps().indexOf(together.getLast()) + 1;
    look.addAll(next(next, together.getLast().as()));
    return look;
  }

  /**
   * The steps from there on that one look should tell of: of the account, as far as they were true,
   * and from the first that was not as far as they can be fixed with it.
   */
  private List<Step> next(int from, Account account) {
    List<Step> look = new ArrayList<>();
    Optional<Step> drifted = Optional.empty();
    for (Step step : results.steps().subList(from, results.steps().size())) {
      if (step.skip().isPresent()) {
        continue;
      }
      if (step.as() != account || (drifted.isPresent() && !Repair.join(drifted.get(), step))) {
        break;
      }
      look.add(step);
      if (drifted.isEmpty() && !trueAtFirst.contains(step)) {
        drifted = Optional.of(step);
      }
    }
    return look;
  }

  private void report(List<Step> together, Conversation.Fixed fixed) throws UnreachableException {
    if (fixed.lock().status() != 0) {
      // Another run has the whole machine; a state that cannot be written is one account's.
      List<Account> all = List.of(Account.values());
      List<Account> whose =
          LockHolder.isHeld(fixed.lock()) ? all : List.of(together.getFirst().as());
      whose.forEach(account -> refused.put(account, LockHolder.refusal(fixed.lock())));
      return;
    }
    anythingFixed = true;
    fresh.clear();
    fresh.putAll(fixed.after());
    for (Step each : together) {
      State state = fixed.after().get(each);
      boolean tryAlone = together.size() > 1 && state instanceof State.Drifted;
      if (state != null && !tryAlone) {
        results.set(each, outcome(each, state, fixed), fixed.diff(each));
      }
    }
  }

  private Outcome outcome(Step step, State state, Conversation.Fixed fixed)
      throws UnreachableException {
    Outcome outcome = Verdict.after(step, state, fixed.evidence(step), trueAtFirst.contains(step));
    return step.risk().needsGuard() ? window.judge(step, outcome) : outcome;
  }

  /** Success is what is true at the end, not what was true when it was its turn. */
  private void lookOnceMore() throws UnreachableException {
    List<Step> claimed =
        results.applicable().stream()
            .filter(
                step ->
                    results.outcome(step).orElseThrow() instanceof Outcome.Changed
                        || results.outcome(step).orElseThrow() instanceof Outcome.Unchanged)
            .toList();
    shells
        .look(claimed)
        .forEach(
            (step, state) -> {
              if (!(state instanceof State.Converged)) {
                String now = Verdict.before(step, state).why();
                results.set(step, new Outcome.Failed("a later step undid it" + Text.colon(now)));
              }
            });
  }
}
