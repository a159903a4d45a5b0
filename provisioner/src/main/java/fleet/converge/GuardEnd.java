package fleet.converge;

import java.util.List;

/** How a guarded change ended, and what that makes of the outcomes of its steps. */
sealed interface GuardEnd {
  /**
   * What came of a step, as it is to be told.
   *
   * @param culprit whether it is the step because of which all was taken back
   */
  Outcome of(Outcome outcome, boolean culprit);

  /**
   * It stays.
   *
   * @param logins how many fresh logins worked afterwards
   * @param unproven ways that did not work before either
   */
  record Confirmed(int logins, List<String> unproven) implements GuardEnd {
    public Confirmed {
      unproven = List.copyOf(unproven);
    }

    @Override
    public Outcome of(Outcome outcome, boolean culprit) {
      if (!(outcome instanceof Outcome.Changed)) {
        return outcome;
      }
      String confirmed = "confirmed by %d fresh login%s".formatted(logins, logins == 1 ? "" : "s");
      return new Outcome.Changed(
          unproven.isEmpty()
              ? confirmed
              : confirmed + "; did not work before either: " + String.join(", ", unproven));
    }
  }

  /**
   * It was taken back.
   *
   * @param why what was wrong with it
   * @param unseen what speaks against that all is as it was; empty if the undo was seen to work
   */
  record Undone(String why, List<String> unseen) implements GuardEnd {
    public Undone {
      unseen = List.copyOf(unseen);
    }

    @Override
    public Outcome of(Outcome outcome, boolean culprit) {
      String seen =
          unseen.isEmpty()
              ? "the undo was seen to work"
              : "the undo was NOT seen to work: " + String.join("; ", unseen);
      if (culprit) {
        return outcome.because(outcome.why() + "; undone; " + seen);
      }
      return outcome instanceof Outcome.Changed
          ? new Outcome.Failed("undone: " + why + "; " + seen)
          : outcome;
    }
  }
}
