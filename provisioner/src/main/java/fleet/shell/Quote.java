package fleet.shell;

/** The only place where a value becomes part of a shell text. */
public final class Quote {
  private Quote() {}

  /** The value as one shell word, whatever it holds; NUL cannot be in a shell word. */
  public static String sh(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be given to a shell");
    }
    return isPlain(value) ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value
            .chars()
            .allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || "/._-:,@%+".indexOf(c) >= 0));
  }
}
