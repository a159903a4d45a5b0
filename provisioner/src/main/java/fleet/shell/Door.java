package fleet.shell;

import java.util.Locale;

/**
 * How a TCP port looks from a machine.
 *
 * @param why the words that it was told in, for what is neither open nor shut
 */
public record Door(State state, String why) {
  /** What there is. */
  public enum State {
    /** Somebody answers. */
    OPEN,
    /** The machine answers that nobody is there. */
    REFUSED,
    /** Nothing comes back, or a firewall says no. */
    FILTERED,
    /** It could not be tried from there. */
    UNKNOWN
  }

  static Door of(State state) {
    return new Door(state, "");
  }

  /** From the words of the sshd that tried. */
  static Door told(String words) {
    String said = words.toLowerCase(Locale.ROOT);
    if (said.contains("refused")) {
      return of(State.REFUSED);
    }
    return said.contains("timed out")
            || said.contains("no route")
            || said.contains("unreachable")
            || said.contains("host is down")
        ? of(State.FILTERED)
        : new Door(State.UNKNOWN, words);
  }
}
