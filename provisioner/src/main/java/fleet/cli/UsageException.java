package fleet.cli;

/**
 * What was asked for cannot be done as asked; the message is one line and says what would mend it.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
