package fleet.cli;

import fleet.converge.Outcome;

/**
 * Words and colours.
 *
 * @param colour whether colours are wanted
 */
public record Paint(boolean colour) {
  /** {@code [OK]} and its like, padded to one width. */
  public String tag(Outcome outcome) {
    String tag = "[%s]".formatted(word(outcome));
    return in(code(outcome), "%-11s".formatted(tag));
  }

  /** The text in a colour, by the terminal's code for it. */
  public String in(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> "OK";
      case Outcome.Changed _ -> "CHANGED";
      case Outcome.WouldChange _ -> "WOULD";
      case Outcome.Skipped _ -> "SKIPPED";
      case Outcome.Blocked _ -> "BLOCKED";
      case Outcome.Failed _ -> "FAILED";
      case Outcome.Unreachable _ -> "LOST";
    };
  }

  private static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _ -> "32";
      case Outcome.Changed _, Outcome.WouldChange _ -> "33";
      case Outcome.Skipped _ -> "2";
      case Outcome.Blocked _ -> "35";
      case Outcome.Failed _, Outcome.Unreachable _ -> "31";
    };
  }
}
