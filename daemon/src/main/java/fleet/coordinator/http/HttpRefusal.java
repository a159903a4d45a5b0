package fleet.coordinator.http;

/** A request that is not answered as it asks: the status, and one line that says why. */
public final class HttpRefusal extends Exception {
  private final int status;

  public HttpRefusal(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
