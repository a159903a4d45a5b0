package fleet.launch;

import java.util.Locale;

/**
 * How a clone's default branch stands to origin's, after a fetch.
 *
 * @param commit the tip of origin's default branch
 * @param why what git said where it went wrong
 */
record Sync(State state, String branch, String commit, int ahead, int behind, String why) {
  enum State {
    EQUAL,
    FORWARDED,
    BEHIND,
    AHEAD,
    DIVERGED,
    UNKNOWN
  }

  static Sync parse(String out) {
    String[] cells = out.lines().reduce("", (_, last) -> last).split("\t", -1);
    if (cells.length < 5 || !cells[2].matches("[0-9a-f]{40,64}")) {
      return new Sync(State.UNKNOWN, "", "", 0, 0, cells.length > 1 ? cells[1] : "no answer");
    }
    return new Sync(
        State.valueOf(cells[0].toUpperCase(Locale.ROOT)),
        cells[1],
        cells[2],
        Integer.parseInt(cells[3]),
        Integer.parseInt(cells[4]),
        cells.length > 5 ? cells[5] : "");
  }
}
