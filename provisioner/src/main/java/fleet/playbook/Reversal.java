package fleet.playbook;

import fleet.shell.Account;
import fleet.shell.Quote;
import fleet.yaml.BadFileException;

/** How a guard takes a step back: its files as they were, and what is in no file by its undo. */
public final class Reversal {
  private Reversal() {}

  /** Refuses a step that a guard could not take back. */
  static void require(StepText text, Contract contract, Account account) {
    boolean files = !contract.touches().isEmpty();
    boolean undo = contract.undo().isPresent() && !text.common().secret();
    if (contract.fix().isPresent() && !files && !undo) {
      throw refusal(
          text, "could not take it back: " + (text.common().secret() ? "secret" : "no 'undo'"));
    }
    if (account == Account.CONSOLE) {
      throw refusal(text, "does nothing as the person at the console");
    }
  }

  private static BadFileException refusal(StepText text, String why) {
    return new BadFileException(
        text.at(),
        "a %s step cannot have 'risk: %s' here, because a guard %s"
            .formatted(text.kind(), text.common().risk(), why));
  }

  /**
   * Sh text that takes back what is in none of the files that the step touches. Root's runs in a
   * shell that knows the common functions, with {@code $prior} set; another's stands alone.
   *
   * @param root whether it runs as root
   */
  public static String text(Step step, boolean root, String home, String prior) {
    Contract contract = step.contract();
    if (contract.undo().isEmpty() || step.secret() || (!root && !contract.touches().isEmpty())) {
      return ":";
    }
    String undo = contract.library() + "\n" + contract.undo().get().sh();
    return root
        ? undo
        : String.join(
            "\n", Script.opening(false, home), Script.changes(), "prior=" + Quote.sh(prior), undo);
  }

  /** The unit that reads again what was put back; empty where there is none. */
  public static String unit(Step step) {
    return step.kind().equals("service") && step.contract().undo().isPresent()
        ? step.contract().undo().get().arguments().getLast()
        : "";
  }
}
