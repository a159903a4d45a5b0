package fleet.converge;

import fleet.playbook.Call;
import fleet.playbook.Facts;
import fleet.playbook.Reversal;
import fleet.playbook.Script;
import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.Fragment;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said to root's shell about a guard, in one round trip each. */
final class GuardTalk {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** An undo may have slow parts, each with a limit of its own. */
  private static final Duration UNDO = Duration.ofMinutes(3);

  private final Conversation root;
  private final Facts facts;
  private final List<String> users;

  GuardTalk(Conversation root, Facts facts, List<String> users) {
    this.root = root;
    this.facts = facts;
    this.users = users;
  }

  private Answer ask(Call call, Duration limit) throws UnreachableException {
    return root.guard(List.of(new Fragment("guard", call.sh(), limit, true))).getFirst();
  }

  private Answer ask(String function, String... arguments) throws UnreachableException {
    return ask(Call.of(function, arguments), LIMIT);
  }

  private Call users(String function, String... before) {
    List<String> arguments = new ArrayList<>(List.of(before));
    arguments.addAll(users);
    return new Call(function, arguments);
  }

  /** Arms the undo, under the run's lock; why not, if it cannot be. */
  Optional<Outcome> open(LockHolder holder, Duration window) throws UnreachableException {
    String seconds = String.valueOf(window.toSeconds());
    Call open = users("guard_open", seconds, Script.takingBack(facts.home()));
    return locked(holder, window, open.sh());
  }

  /** Ends what an earlier run left unconfirmed; why not, if it cannot be. */
  Optional<Outcome> settle(LockHolder holder) throws UnreachableException {
    return locked(holder, Duration.ZERO, "guard_settle");
  }

  private Optional<Outcome> locked(LockHolder holder, Duration howLong, String script)
      throws UnreachableException {
    List<Answer> answers = locked(holder, howLong, script, false);
    if (answers.getFirst().status() != 0 && holder.diedHere(answers.getFirst().out())) {
      answers = locked(holder, howLong, script, true);
    }
    Answer lock = answers.getFirst();
    Answer last = answers.getLast();
    if (lock.status() != 0) {
      return Optional.of(new Outcome.Failed(LockHolder.refusal(lock)));
    }
    if (last.status() == 0) {
      return Optional.empty();
    }
    String why = words(last);
    return Optional.of(
        why.startsWith("!blocked ")
            ? new Outcome.Blocked(why.substring("!blocked ".length()))
            : Window.unguarded(why));
  }

  private List<Answer> locked(LockHolder holder, Duration howLong, String script, boolean force)
      throws UnreachableException {
    Duration all = howLong.plus(UNDO).plus(UNDO);
    String guarded = "[ \"$fleet_locked\" = yes ] && " + script;
    return root.guard(
        List.of(
            new Fragment("lock", holder.take(all, force), LIMIT, true),
            new Fragment("guard", guarded, UNDO, true)));
  }

  /**
   * Keeps what a step will change; why not, if it cannot be kept.
   *
   * @param worker the process of the shell that will do it; empty for root's
   */
  Optional<String> begin(Step step, String prior, String worker) throws UnreachableException {
    boolean asRoot = facts.uid() == 0 || step.as() == Account.ROOT;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                worker,
                asRoot ? "" : facts.user(),
                Reversal.unit(step),
                step.key(),
                step.id(),
                step.title(),
                prior,
                Reversal.text(step, asRoot, facts.home(), prior)));
    arguments.addAll(step.contract().touches());
    return refusal(ask(new Call("guard_begin", arguments), LIMIT));
  }

  /** What is not valid of what a step made, by the programs whose files these are. */
  Optional<String> invalid(Step step) throws UnreachableException {
    List<Fragment> fragments = new ArrayList<>();
    String valid = "guard_rest && " + users("guard_valid").sh();
    fragments.add(new Fragment("valid", valid, LIMIT, true));
    for (int i = 0; i < step.validate().size(); i++) {
      fragments.add(new Fragment("validate." + i, step.validate().get(i), LIMIT, false));
    }
    List<Answer> answers = root.guard(fragments);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).status() != 0) {
        String words = words(answers.get(i));
        return Optional.of(i == 0 ? words : "validate " + i + " failed" + Text.colon(words));
      }
    }
    return Optional.empty();
  }

  /** After a fix that changed nothing. */
  Optional<String> rest() throws UnreachableException {
    return refusal(ask("guard_rest"));
  }

  /** Starts a second sshd for a moment; false where it did not start. */
  boolean trial(int port) throws UnreachableException {
    return ask("guard_trial", String.valueOf(port)).status() == 0;
  }

  void endTrial() throws UnreachableException {
    ask("guard_trial_end");
  }

  /** Why names are no longer found. */
  Optional<String> nameless() throws UnreachableException {
    return refusal(ask("guard_names"));
  }

  /** Whether the change stays: not if it is being taken back already. */
  boolean confirm() throws UnreachableException {
    return ask("guard_confirm").status() == 0;
  }

  /**
   * Has all taken back, or finds that it was: why that began, and what is not as it was.
   *
   * @param idle whether no fix can be at work
   */
  Answer fire(boolean idle) throws UnreachableException {
    return ask(Call.of("guard_fire", idle ? "idle" : ""), UNDO);
  }

  void close() throws UnreachableException {
    ask("guard_close");
  }

  private static Optional<String> refusal(Answer answer) {
    return answer.status() == 0 ? Optional.empty() : Optional.of(words(answer));
  }

  private static String words(Answer answer) {
    String last = Text.printable(Text.lastLine(answer.out() + answer.err()));
    return last.isEmpty() ? "it ended with " + answer.status() : last;
  }
}
