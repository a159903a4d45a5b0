package fleet.launch;

/**
 * Why nothing is started on a machine.
 *
 * @param condition the gate's name, as in {@code no-slots}
 * @param why one line
 * @param mend the command that mends it
 */
public record Refusal(String condition, String why, String mend) {
  public String line() {
    return condition + ": " + why + (mend.isEmpty() ? "" : "; " + mend);
  }
}
