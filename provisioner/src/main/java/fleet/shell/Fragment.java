package fleet.shell;

import java.time.Duration;

/**
 * A piece of POSIX sh to run inside a machine's long-lived shell. A trusted fragment runs in that
 * shell itself, so what it defines stays; any other runs in a subshell, where a syntax error, an
 * {@code exit} or an assignment harms only itself.
 *
 * @param id names the fragment's answer; letters, digits and {@code ._-} only
 * @param script the text, of any length
 * @param limit after this long the fragment's processes are killed and the rest of the batch goes
 *     on
 * @param trusted whether the text is ours, or a user's
 * @param brief whether it is over at once and only prints: brief fragments that follow one another
 *     answer all together, with what they wrote kept apart all the same
 */
public record Fragment(String id, String script, Duration limit, boolean trusted, boolean brief) {
  public Fragment {
    if (!id.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("fragment id: " + id);
    }
  }

  public Fragment(String id, String script, Duration limit, boolean trusted) {
    this(id, script, limit, trusted, false);
  }
}
