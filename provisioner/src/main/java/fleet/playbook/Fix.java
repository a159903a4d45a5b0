package fleet.playbook;

/**
 * How a step is made true.
 *
 * @param joined whether neighbouring steps with the same function may be fixed by one call with all
 *     their arguments (one apt-get for ten packages)
 * @param detached whether it goes on when the connection is lost, and a rerun attaches to it
 */
public record Fix(Call call, boolean joined, boolean detached) {
  public static Fix of(Call call) {
    return new Fix(call, false, false);
  }
}
