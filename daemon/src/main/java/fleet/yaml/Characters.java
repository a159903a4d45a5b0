package fleet.yaml;

import java.util.Locale;

/** Which characters a file may hold: what cannot be seen can deceive a reader of the file. */
final class Characters {
  private Characters() {}

  static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !turnsText(c) && c != 0xFEFF && (c & 0xFFFE) != 0xFFFE;
    };
  }

  static boolean mayStand(int c) {
    return c == '\t' || c == '\n' || c == '\r' || isSeen(c);
  }

  static String name(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }

  /** Marks that change the direction of text, so that it reads otherwise than it is. */
  private static boolean turnsText(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
