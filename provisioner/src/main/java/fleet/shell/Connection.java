package fleet.shell;

import java.nio.file.Path;
import java.util.Optional;

/** One machine, reached: one connection with a shell for each account that is asked for. */
public interface Connection extends AutoCloseable {
  /** What the greeting script printed: it ran in the user's shell as that was opened. */
  String greeting();

  /**
   * The shell of an account, opened when first asked for and kept.
   *
   * @throws BlockedException when the machine does not give us that account
   */
  Shell shell(Account account) throws UnreachableException, BlockedException;

  /**
   * Brings a file to the machine, as the user and readable by them alone, beside the conversation;
   * it is there whole or not at all.
   *
   * @param to an absolute path
   */
  void bring(Path file, String to) throws UnreachableException;

  /** What the login is good for beside its shells; nothing where it is none over SSH. */
  Optional<Abilities> abilities();

  /** Ends the conversation at once, without waiting for anything that still runs there. */
  @Override
  void close();
}
