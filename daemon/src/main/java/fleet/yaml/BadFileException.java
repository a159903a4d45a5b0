package fleet.yaml;

/** A file says something that cannot be: the message is one line, {@code file:line:column: why}. */
public final class BadFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position at;
  private final String message;

  public BadFileException(Position at, String problem) {
    this.at = at;
    this.message = at + ": " + Shown.oneLine(Shown.shortened(problem));
  }

  /** Where the mistake is. */
  public Position at() {
    return at;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
