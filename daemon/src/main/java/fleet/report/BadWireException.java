package fleet.report;

/** Something that came over the wire has not its form. The message names the field. */
public final class BadWireException extends RuntimeException {
  public BadWireException(String field, String wanted) {
    super("%s must be %s".formatted(field, wanted));
  }
}
