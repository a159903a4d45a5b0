package fleet.lab;

/** The lab cannot do that; the message is one line for a person, with the command that mends it. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String problem) {
    super(problem);
  }
}
