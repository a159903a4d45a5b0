package fleet.converge;

import fleet.converge.guard.Guarding;
import fleet.converge.guard.Logins;
import fleet.converge.guard.Way;
import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * The time in which the risky steps of one machine that follow one another must be confirmed. The
 * machine takes all of them back by itself unless fresh logins work; whatever goes wrong here ends
 * that way, too.
 */
final class Window {
  /** How long a machine may take beyond its window to be itself again. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Machine machine;
  private final Connector connector;
  private final Guarding guarding;
  private final LockHolder holder;
  private final Results results;
  private final Shells shells;
  private final Facts facts;

  /** What there is while it is open. */
  private Optional<Opened> opened = Optional.empty();

  Window(
      Machine machine,
      Connector connector,
      Guarding guarding,
      LockHolder holder,
      Results results,
      Shells shells,
      Facts facts) {
    this.machine = machine;
    this.connector = connector;
    this.guarding = guarding;
    this.holder = holder;
    this.results = results;
    this.shells = shells;
    this.facts = facts;
  }

  /** One window from its first fix to its end. */
  private static final class Opened {
    final GuardTalk talk;
    final TakeBack back;
    final Lock turn;
    final long until;
    final Set<Step> begun = new HashSet<>();
    Optional<Step> culprit = Optional.empty();
    Optional<GuardEnd> end = Optional.empty();

    Opened(GuardTalk talk, TakeBack back, Lock turn, Duration longest) {
      this.talk = talk;
      this.back = back;
      this.turn = turn;
      this.until = System.nanoTime() + longest.toNanos();
    }
  }

  boolean isOpen() {
    return opened.isPresent();
  }

  private GuardTalk talk() throws UnreachableException, BlockedException {
    return new GuardTalk(shells.conversation(Account.ROOT), facts, machine.users());
  }

  /** Ends what an earlier run left unconfirmed; why not, if it cannot be. */
  Optional<Outcome> settle() throws UnreachableException {
    try {
      return talk().settle(holder);
    } catch (BlockedException e) {
      return Optional.of(new Outcome.Blocked(e.why()));
    }
  }

  /** Readies the machine for the fix of a risky step; why it must not be fixed, if it must not. */
  Optional<Outcome> admit(Step step, String prior) throws UnreachableException, BlockedException {
    Optional<Outcome> refusal = opened.isPresent() ? Optional.empty() : open(step);
    if (refusal.isPresent()) {
      return refusal;
    }
    Opened now = opened.orElseThrow();
    if (now.end.isPresent()) {
      return Optional.of(
          new Outcome.Skipped(Outcome.NOT_DONE + ", since what it shares a guard with failed"));
    }
    boolean root = step.as() == Account.ROOT || facts.uid() == 0;
    String worker = root ? "" : shells.conversation(step.as()).process();
    Optional<String> unkept = now.talk.begin(step, prior, worker);
    if (unkept.isEmpty()) {
      now.begun.add(step);
    }
    return unkept.map(Window::unguarded);
  }

  static Outcome unguarded(String why) {
    return new Outcome.Failed("not guarded, and so not changed: " + why);
  }

  private Optional<Outcome> open(Step first) throws UnreachableException, BlockedException {
    GuardTalk talk = talk();
    Logins logins = new Logins(connector, Way.of(machine, guarding.machines()));
    Lock turn = guarding.turn(machine);
    turn.lock();
    try {
      Optional<String> hopeless = logins.begin();
      if (hopeless.isPresent()) {
        return Optional.of(unguarded("no fresh login works even now: " + hopeless.get()));
      }
      TakeBack back = new TakeBack(machine, connector, logins, shells.look(group(first)));
      Optional<Outcome> refusal = talk.open(holder, guarding.window());
      if (refusal.isEmpty()) {
        opened = Optional.of(new Opened(talk, back, turn, guarding.window().plus(GRACE)));
        results.hold();
      }
      return refusal;
    } finally {
      if (opened.isEmpty()) {
        turn.unlock();
      }
    }
  }

  /** The step, and the risky ones that follow it with nothing else between. */
  private List<Step> group(Step first) {
    List<Step> applicable = results.applicable();
    return applicable.subList(applicable.indexOf(first), applicable.size()).stream()
        .takeWhile(step -> step.risk().needsGuard())
        .toList();
  }

  /** Judges what the fix of a step left, and has all taken back if that is not good. */
  Outcome judge(Step step, Outcome outcome) throws UnreachableException {
    Opened now = opened.orElseThrow();
    Optional<String> fault =
        switch (outcome) {
          case Outcome.Changed _, Outcome.Unchanged _ -> fault(now, step);
          case Outcome.Failed _ -> Optional.empty();
          default -> now.talk.rest();
        };
    Outcome judged = fault.<Outcome>map(Outcome.Failed::new).orElse(outcome);
    if (judged instanceof Outcome.Failed) {
      now.culprit = Optional.of(step);
      results.set(step, judged);
      now.end = Optional.of(now.back.over(shells, now.talk, step.title() + " failed"));
    }
    return judged;
  }

  private Optional<String> fault(Opened now, Step step) throws UnreachableException {
    Optional<String> invalid = now.talk.invalid(step);
    boolean sshd = step.contract().touches().stream().anyMatch(p -> p.startsWith("/etc/ssh/"));
    return invalid.isPresent() || !sshd
        ? invalid
        : new SecondSshd(machine, connector, now.talk).refusal(now.back.logins().open());
  }

  /** Has the steps confirmed, or taken back, and tells of them; true if they were taken back. */
  boolean shut() throws UnreachableException {
    if (opened.isEmpty()) {
      return false;
    }
    Opened now = opened.get();
    GuardEnd end = now.end.isPresent() ? now.end.get() : proven(now);
    tell(now, end);
    return end instanceof GuardEnd.Undone;
  }

  private GuardEnd proven(Opened now) throws UnreachableException {
    Optional<String> wrong = now.talk.nameless();
    if (wrong.isEmpty()) {
      wrong = now.back.logins().lost();
    }
    if (wrong.isEmpty() && now.talk.confirm()) {
      Logins logins = now.back.logins();
      return new GuardEnd.Confirmed(
          logins.open().size(), logins.shut().stream().map(Way::name).toList());
    }
    return now.back.over(
        shells,
        now.talk,
        wrong.orElse("not confirmed within %d s".formatted(guarding.window().toSeconds())));
  }

  /** The same where the connection was lost in between. */
  void lost(String why) {
    Opened now = opened.orElseThrow();
    String reason =
        now.culprit
            .map(step -> step.title() + " failed")
            .orElse("the connection was lost" + Text.colon(why));
    tell(now, now.end.orElseGet(() -> now.back.anew(reason, now.until)));
  }

  /** Whatever happened, others may have their turn. */
  void leave() {
    opened.ifPresent(now -> now.turn.unlock());
    opened = Optional.empty();
  }

  private void tell(Opened now, GuardEnd end) {
    leave();
    // What was begun and never judged may have been changed.
    now.begun.stream()
        .filter(step -> results.outcome(step).isEmpty())
        .forEach(step -> results.set(step, new Outcome.Changed("")));
    results.release(
        (step, outcome) -> end.of(outcome, now.culprit.filter(step::equals).isPresent()));
  }
}
