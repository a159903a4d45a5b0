package fleet.shell;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * One long-lived {@code sh} on one machine, as one account: batches of fragments go in, framed
 * answers come out, in one round trip however many fragments there are. One caller at a time.
 */
public interface Shell extends AutoCloseable {
  /**
   * Runs the fragments in order and returns an answer for each.
   *
   * @param live hears standard output while fragments run: the fragment's id, and a line
   * @throws UnreachableException when the conversation broke off; what was not answered may or may
   *     not have run
   */
  List<Answer> run(List<Fragment> fragments, BiConsumer<String, String> live)
      throws UnreachableException;

  /** {@link #run(List, BiConsumer)} for a caller that does not watch. */
  default List<Answer> run(List<Fragment> fragments) throws UnreachableException {
    return run(fragments, (_, _) -> {});
  }

  @Override
  void close();
}
