package fleet.playbook;

/** The playbook that was asked for is not there; the message is one line. */
public final class NoPlaybookException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoPlaybookException(String message) {
    super(message);
  }
}
