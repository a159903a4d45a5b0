package fleet.probe;

/**
 * A named value of a probe's rows.
 *
 * @param about its meaning, with the unit
 */
public record Field(String name, Type type, String about) {
  /** What a value may be. */
  public enum Type {
    TEXT,
    WHOLE,
    NUMBER,
    YES_OR_NO
  }

  public static Field text(String name, String about) {
    return new Field(name, Type.TEXT, about);
  }

  public static Field whole(String name, String about) {
    return new Field(name, Type.WHOLE, about);
  }

  public static Field number(String name, String about) {
    return new Field(name, Type.NUMBER, about);
  }

  public static Field yes(String name, String about) {
    return new Field(name, Type.YES_OR_NO, about);
  }
}
