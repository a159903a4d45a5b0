package fleet.shell;

/** The machine could not be reached, or no longer can; the message is one line for a person. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  public UnreachableException(String why) {
    super(why);
    this.why = why;
  }

  public UnreachableException(String why, Throwable cause) {
    super(why, cause);
    this.why = why;
  }

  /** The message: one line for a person. */
  public String why() {
    return why;
  }
}
