package fleet.registry;

/**
 * The operator asked for a machine, role, project or agent that there is not; the message is one
 * line.
 */
public final class BadSelectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSelectionException(String why) {
    super(why);
  }
}
