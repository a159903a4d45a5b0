package fleet.shell;

/** The machine could not be reached, or no longer can; the message is one line for a person. */
public final class UnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;
  private final boolean silent;

  public UnreachableException(String why) {
    super(why);
    this.why = why;
    this.silent = false;
  }

  public UnreachableException(String why, Throwable cause) {
    this(why, cause, false);
  }

  /**
   * With a word on how it failed.
   *
   * @param silent whether there was nothing at all that answered
   */
  UnreachableException(String why, Throwable cause, boolean silent) {
    super(why, cause);
    this.why = why;
    this.silent = silent;
  }

  /** The message: one line for a person. */
  public String why() {
    return why;
  }

  /** Whether nothing at all answered there, so that nothing can be said of how it would have. */
  public boolean isSilent() {
    return silent;
  }
}
