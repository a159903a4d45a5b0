package fleet.coordinator;

/** A coordinator does not start: one line that says why, and the exit code that fits. */
public final class CoordinatorTrouble extends RuntimeException {
  private final int exit;

  private CoordinatorTrouble(int exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  static CoordinatorTrouble misused(String message) {
    return new CoordinatorTrouble(2, message);
  }

  static CoordinatorTrouble failed(String message) {
    return new CoordinatorTrouble(1, message);
  }

  public int exit() {
    return exit;
  }
}
