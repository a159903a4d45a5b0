package fleet.converge;

import fleet.shell.Answer;

/** What a look at one step found. */
sealed interface State {
  /** What check prints equals what is wanted. */
  record Converged(String said) implements State {}

  /** It prints something else. */
  record Drifted(String said) implements State {}

  /** Only root can tell. */
  record Denied() implements State {}

  /** The machine will not let us, or a person or a reboot is needed. */
  record Blocked(String why) implements State {}

  /** There is nothing here for the step to be about. */
  record NotApplicable(String why) implements State {}

  /** The check could not tell. */
  record Unknown(String why) implements State {}

  static State read(Answer answer, String wanted) {
    String said = answer.out().strip();
    if (answer.timedOut()) {
      return new Unknown("its check did not end in time");
    }
    if (said.indexOf('\n') >= 0) {
      return new Unknown("its check printed more than one line: " + firstLine(said));
    }
    if (said.startsWith("!")) {
      return status(said);
    }
    if (answer.status() != 0 && said.isEmpty()) {
      return new Unknown(
          "its check ended with " + answer.status() + Text.colon(Text.lastLine(answer.err())));
    }
    if (said.equals(wanted)) {
      return new Converged(said);
    }
    return new Drifted(said);
  }

  /** What a status of its own means, as in {@code !blocked why}. */
  static State status(String said) {
    int space = said.indexOf(' ');
    String word = space < 0 ? said : said.substring(0, space);
    String why = space < 0 ? "" : said.substring(space + 1);
    return switch (word) {
      case "!denied" -> new Denied();
      case "!blocked" -> new Blocked(why);
      case "!manual" -> new Blocked(Outcome.BY_HAND + why);
      case "!pending-reboot" -> new Blocked(Outcome.PENDING_REBOOT + why);
      case "!na" -> new NotApplicable(why);
      default -> new Unknown(why.isEmpty() ? said : why);
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
