package fleet.lab;

/**
 * What a finished program said.
 *
 * @param status the exit status; 124 when it was ended at its limit
 */
public record Output(int status, String out, String err) {
  /** Standard output, or a failed assertion of the caller's with everything that is known. */
  public String ok() {
    if (status != 0) {
      throw new LabException("exit status " + status + ": " + (err.isBlank() ? out : err).strip());
    }
    return out;
  }
}
