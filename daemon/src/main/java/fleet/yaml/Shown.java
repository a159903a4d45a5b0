package fleet.yaml;

/** What a person wrote, made safe to print: one line, no control characters, not endless. */
public final class Shown {
  private static final int LONGEST = 60;
  private static final int HALF = 150;

  private Shown() {}

  /** The text in quotes, shortened. */
  public static String quoted(String text) {
    boolean tooLong = text.codePointCount(0, text.length()) > LONGEST;
    String head = tooLong ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…" : text;
    return "'" + oneLine(head) + "'";
  }

  /** A whole message, its middle left out if a value in it makes it very long. */
  static String shortened(String message) {
    int length = message.codePointCount(0, message.length());
    return length <= 2 * HALF
        ? message
        : message.substring(0, message.offsetByCodePoints(0, HALF))
            + " … "
            + message.substring(message.offsetByCodePoints(message.length(), -HALF));
  }

  /** The text with line ends, control and unseen characters written as escapes. */
  public static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                  if (Characters.isSeen(c)) {
                    line.appendCodePoint(c);
                  } else {
                    line.append(Characters.name(c));
                  }
                }
              }
            });
    return line.toString();
  }
}
