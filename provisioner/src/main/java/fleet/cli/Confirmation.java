package fleet.cli;

import java.io.Console;
import picocli.CommandLine.Option;

/** A question before something that is hard to take back; asked only on a terminal. */
public final class Confirmation {
  @Option(names = "--yes", description = "Answer yes to the question.")
  private boolean yes;

  public void ask(String question) {
    if (yes) {
      return;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new UsageException(question + " Nobody is there to be asked: say --yes");
    }
    String answer = console.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new UsageException("nothing was done");
    }
  }
}
