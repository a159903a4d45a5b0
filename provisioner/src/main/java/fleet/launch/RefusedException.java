package fleet.launch;

/** A gate that is closed: nothing was started. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.line());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
