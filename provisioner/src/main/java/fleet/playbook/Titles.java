package fleet.playbook;

import java.nio.charset.StandardCharsets;

/** Titles made of free texts: short, one line, and yet as different as the texts are. */
public final class Titles {
  private static final int LONGEST = 72;

  private Titles() {}

  /** The text, or its beginning and a few digits of its digest. */
  public static String of(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.equals(text) && line.length() <= LONGEST) {
      return line;
    }
    String digits = new Content(text.getBytes(StandardCharsets.UTF_8)).digest().substring(0, 8);
    int end =
        Math.min(
            line.length(),
            line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length()))));
    return line.substring(0, end) + (end < line.length() ? "… #" : " #") + digits;
  }
}
