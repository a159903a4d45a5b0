package fleet.converge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How one text is written by JSON, by a shell that quotes it, and in base64. */
final class Spellings {
  private Spellings() {}

  /** Matches the text as it is, as JSON writes it, and as a shell quotes it. */
  static Pattern pattern(String text) {
    return Pattern.compile(
        text.codePoints().mapToObj(Spellings::character).collect(Collectors.joining()));
  }

  private static String character(int c) {
    return switch (c) {
      case '\\' -> "\\\\{1,4}";
      case '\'' -> "(?:'\\\\+''|'\"'\"'|\\\\{0,3}'|\\\\u0027)";
      case '"' -> "(?:\\\\{0,3}\"|\\\\u0022)";
      case '\n' -> "(?:\n|\\\\n|'?\\\\\n'?)";
      case '\t' -> "(?:\\s|\\\\t|\\\\\t)";
      default ->
          isWord(c) ? Character.toString(c) : "(?:\\\\?%s|%s)".formatted(literal(c), json(c));
    };
  }

  private static boolean isWord(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static String literal(int c) {
    // Where a terminal would be painted on, we print a space.
    return (Character.isISOControl(c) ? "[ \\x{%x}]" : "\\x{%x}").formatted(c);
  }

  private static String json(int c) {
    return Character.toString(c)
        .chars()
        .mapToObj("\\\\u(?i:%04x)"::formatted)
        .collect(Collectors.joining());
  }

  /** The most usual ones as plain texts. */
  static Stream<String> literals(String text) {
    return Stream.concat(
        Stream.of(
            text,
            text.replace("\\", "\\\\").replace("\"", "\\\""),
            text.replace("'", "'\\''"),
            text.replace("\\", "\\\\")),
        base64(text));
  }

  /** In base64 behind no, one or two other bytes: what depends on the text alone. */
  static Stream<String> base64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, 3)
        .mapToObj(offset -> base64(bytes, offset))
        .flatMap(
            encoded -> Stream.of(encoded, encoded.replace('+', '-').replace('/', '_')).distinct());
  }

  private static String base64(byte[] bytes, int offset) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = (offset * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return from < to ? encoded.substring(from, to) : "";
  }
}
