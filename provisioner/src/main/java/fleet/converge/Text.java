package fleet.converge;

/** One-line texts made of what machines print. */
public final class Text {
  private static final int WIDTH = 300;

  private Text() {}

  /** The last line that says something: where a command's error is, as a rule. */
  static String lastLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (_, b) -> b);
  }

  /** The text without what it may begin with. */
  public static String without(String beginning, String text) {
    return text.startsWith(beginning) ? text.substring(beginning.length()) : text;
  }

  /** {@code ": text"}, or nothing for nothing. */
  static String colon(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }

  /** One line of printable characters, so that no machine can paint on our terminal. */
  static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(WIDTH)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString().strip();
  }
}
