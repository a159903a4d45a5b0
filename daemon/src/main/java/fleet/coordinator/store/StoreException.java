package fleet.coordinator.store;

/** The disk is full, the database is read-only or away: one line that says so, with the mend. */
public final class StoreException extends RuntimeException {
  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
