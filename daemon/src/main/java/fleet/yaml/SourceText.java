package fleet.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The text of a file, held against what a text may be before any parser sees it. */
final class SourceText {
  static final int LARGEST = 1 << 20;

  /** snakeyaml's time for one line grows with the square of its length. */
  private static final int LONGEST_LINE = 1 << 16;

  private SourceText() {}

  static String decode(String name, byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw tooLarge(name);
    }
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    var decoder = StandardCharsets.UTF_8.newDecoder();
    boolean broken = decoder.decode(in, out, true).isError();
    String text = out.flip().toString();
    if (broken) {
      throw new BadFileException(
          position(name, text, text.length()), "this byte is not UTF-8: save the file as UTF-8");
    }
    return text;
  }

  /** The text without its byte order mark. */
  static String checked(String name, String raw) {
    String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
    // A text may also come from memory; UTF-8 has at least a byte for each char.
    if (text.length() > LARGEST) {
      throw tooLarge(name);
    }
    int lineStart = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      lineStart = c == '\n' || c == '\r' ? i + 1 : lineStart;
      if (i - lineStart >= LONGEST_LINE) {
        throw new BadFileException(
            position(name, text, lineStart), "this line is longer than 64 KiB: break it up");
      }
      if (!Characters.mayStand(c)) {
        throw new BadFileException(
            position(name, text, i),
            "the unseen character " + Characters.name(c) + " may not stand in this file");
      }
    }
    return text;
  }

  private static Position position(String name, String text, int index) {
    String before = text.substring(text.startsWith("\uFEFF") ? 1 : 0, index);
    int line = 1;
    int start = 0;
    for (int i = 0; i < before.length(); i++) {
      char c = before.charAt(i);
      boolean crlf = c == '\r' && i + 1 < before.length() && before.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !crlf)) {
        line++;
        start = i + 1;
      }
    }
    return new Position(name, line, before.codePointCount(start, before.length()) + 1);
  }

  private static BadFileException tooLarge(String name) {
    return new BadFileException(new Position(name, 1, 1), "this file is larger than 1 MiB");
  }
}
