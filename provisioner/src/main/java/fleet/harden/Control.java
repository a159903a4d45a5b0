package fleet.harden;

import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.playbook.Step;
import java.util.stream.Stream;

/**
 * One hardening control on one machine.
 *
 * @param why one line for a person; may be empty
 * @param proven whether another machine saw it
 */
public record Control(String id, String title, Status status, String why, boolean proven) {
  /** How the reason of a step begins that fleet.yaml declines. */
  static final String DECLINED = "accepted: ";

  /** Whether a step is no control of this machine, whose system is another. */
  static boolean isOfAnotherSystem(StepResult step) {
    return step.outcome().why().startsWith(Step.OTHER_SYSTEM);
  }

  /** From how its step came out. */
  static Control of(StepResult step) {
    Outcome outcome = step.outcome();
    return new Control(step.id(), step.title(), status(outcome), why(outcome.why()), false);
  }

  private static Status status(Outcome outcome) {
    String why = outcome.why();
    return switch (outcome) {
      case Outcome.Unchanged _ -> Status.PASS;
      case Outcome.Changed _ -> Status.FIXED;
      case Outcome.WouldChange _ -> Status.WOULD_FIX;
      case Outcome.Skipped _ ->
          why.startsWith(DECLINED)
              ? Status.ACCEPTED
              : why.startsWith(Outcome.NOT_DONE) ? Status.UNKNOWN : Status.NOT_APPLICABLE;
      case Outcome.Blocked _ ->
          why.startsWith(Outcome.PENDING_REBOOT)
              ? Status.PENDING_REBOOT
              : why.startsWith(Outcome.BY_HAND) ? Status.MANUAL : Status.BLOCKED;
      case Outcome.Failed _ -> why.startsWith(Outcome.UNKNOWN) ? Status.UNKNOWN : Status.FAIL;
      case Outcome.Unreachable _ -> Status.UNKNOWN;
    };
  }

  /** The reason, without the words that its status says. */
  private static String why(String why) {
    return Stream.of(DECLINED, Outcome.BY_HAND, Outcome.PENDING_REBOOT, Outcome.UNKNOWN)
        .filter(why::startsWith)
        .findFirst()
        .map(said -> why.substring(said.length()))
        .orElse(why);
  }

  Control as(Status other, String reason) {
    return new Control(id, title, other, reason, false);
  }

  Control seen() {
    return new Control(id, title, status, why, true);
  }
}
