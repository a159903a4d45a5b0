package fleet.shell;

/** The machine answers but will not let us (no sudo, no console user); the message says why. */
public final class BlockedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  public BlockedException(String why) {
    super(why);
    this.why = why;
  }

  /** The message: one line for a person. */
  public String why() {
    return why;
  }
}
