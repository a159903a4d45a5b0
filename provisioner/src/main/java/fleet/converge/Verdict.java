package fleet.converge;

import fleet.playbook.Step;
import fleet.shell.Answer;
import org.jspecify.annotations.Nullable;

/** From what was seen to an outcome: pure decisions. */
final class Verdict {
  private Verdict() {}

  /** Before anything was done; no state means that the step was not looked at. */
  static Outcome before(Step step, @Nullable State state) {
    return switch (state) {
      case null -> new Outcome.Skipped(step.skip().orElse("not looked at"));
      case State.Converged _ -> new Outcome.Unchanged("");
      case State.Drifted drifted when step.contract().fix().isEmpty() -> unfixable(step, drifted);
      case State.Drifted drifted -> new Outcome.WouldChange(said(step, drifted.said()));
      case State.Denied _ -> new Outcome.Blocked("only root can tell");
      case State.Blocked blocked -> new Outcome.Blocked(blocked.why());
      case State.NotApplicable na -> new Outcome.Skipped(na.why());
      case State.Unknown unknown -> new Outcome.Failed(Outcome.UNKNOWN + unknown.why());
    };
  }

  private static Outcome unfixable(Step step, State.Drifted drifted) {
    return new Outcome.Failed(
        "is %s, and only a person can make it %s"
            .formatted(said(step, drifted.said()), said(step, step.contract().wanted())));
  }

  /** After its fix: what the second look saw counts, not what the fix's status promised. */
  static Outcome after(Step step, State state, Answer fix, boolean wasTrue) {
    return switch (state) {
      case State.Converged _ when wasTrue ->
          new Outcome.Unchanged("an earlier step undid it; put back");
      case State.Converged _ -> new Outcome.Changed("");
      case State.Drifted drifted -> failed(step, drifted, fix);
      case State.Denied _, State.Blocked _, State.NotApplicable _, State.Unknown _ ->
          before(step, state);
    };
  }

  private static Outcome failed(Step step, State.Drifted drifted, Answer fix) {
    String last = Text.printable(Text.lastLine(fix.out()));
    if (State.status(last) instanceof State.Blocked blocked) {
      return new Outcome.Blocked(blocked.why());
    }
    if (fix.timedOut()) {
      return new Outcome.Failed(
          "did not end within " + step.limit().toSeconds() + " s" + Text.colon(last));
    }
    if (fix.status() != 0) {
      return new Outcome.Failed("its fix ended with " + fix.status() + Text.colon(last));
    }
    return new Outcome.Failed(
        "its fix ran, yet it is " + said(step, drifted.said()) + Text.colon(last));
  }

  private static String said(Step step, String state) {
    String text = Text.printable(state);
    return step.secret() ? "different" : text.isEmpty() ? "nothing" : text;
  }
}
