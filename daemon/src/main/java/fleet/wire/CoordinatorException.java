package fleet.wire;

/** A coordinator refused, cannot be reached, or is not the pinned one: one line for people. */
public final class CoordinatorException extends Exception {
  private final int status;

  /**
   * An answer, or none.
   *
   * @param status of HTTP; 0 where there was no answer
   */
  public CoordinatorException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Whether the same call may succeed later: no answer, too many requests, trouble over there. */
  public boolean passing() {
    return status == 0 || status == 429 || status >= 500;
  }
}
