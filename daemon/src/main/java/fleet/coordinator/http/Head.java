package fleet.coordinator.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The head of a request (RFC 9112), read strictly: what two readers could understand differently is
 * refused.
 *
 * @param length of the body; none where it comes in chunks
 * @param chunked whether the peer understands an answer in chunks
 */
record Head(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    OptionalLong length,
    boolean keepAlive,
    boolean awaitsContinue,
    boolean chunked) {
  private static final int MOST_HEADERS = 64;
  private static final int LONGEST_TARGET = 2048;
  private static final int LONGEST_METHOD = 16;
  private static final int MOST_DIGITS = 18;
  private static final Set<String> ONCE =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "authorization",
          "idempotency-key",
          "content-type",
          "expect");

  /** Reads to the empty line. */
  static Head read(Inbound in, int mostBytes) throws IOException, HttpRefusal {
    var lines = new Lines(in, mostBytes);
    String start = lines.next();
    if (start.isEmpty()) {
      start = lines.next();
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      add(headers, line);
    }
    return of(start, headers);
  }

  private static void add(Map<String, String> headers, String line) throws HttpRefusal {
    int colon = line.indexOf(':');
    if (colon < 1 || !isToken(line, colon)) {
      throw new HttpRefusal(400, "a header line must be NAME: VALUE");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    if (headers.put(name, line.substring(colon + 1).strip()) != null && ONCE.contains(name)) {
      throw new HttpRefusal(400, "the header " + name + " came twice");
    }
    if (headers.size() > MOST_HEADERS) {
      throw new HttpRefusal(431, "at most " + MOST_HEADERS + " headers are taken");
    }
  }

  private static boolean isToken(String line, int end) {
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAll(String text, int longest, char from, char to) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.chars().allMatch(c -> c >= from && c <= to);
  }

  private static Head of(String start, Map<String, String> headers) throws HttpRefusal {
    String[] words = start.split(" ", -1);
    if (words.length != 3 || !isAll(words[0], LONGEST_METHOD, 'A', 'Z')) {
      throw new HttpRefusal(400, "the request line must be METHOD PATH HTTP/1.1");
    }
    boolean latest = words[2].equals("HTTP/1.1");
    if (!latest && !words[2].equals("HTTP/1.0")) {
      throw new HttpRefusal(505, "HTTP/1.1 is spoken here");
    }
    if (latest && !headers.containsKey("host")) {
      throw new HttpRefusal(400, "the header host is missing");
    }
    URI target = target(words[1]);
    String expect = headers.getOrDefault("expect", "").toLowerCase(Locale.ROOT);
    if (!expect.isEmpty() && !expect.equals("100-continue")) {
      throw new HttpRefusal(417, "only 100-continue can be expected");
    }
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return new Head(
        words[0],
        decoded(target.getRawPath()),
        query(target.getRawQuery() == null ? "" : target.getRawQuery()),
        headers,
        length(headers),
        latest ? !connection.contains("close") : connection.contains("keep-alive"),
        !expect.isEmpty(),
        latest);
  }

  private static URI target(String text) throws HttpRefusal {
    if (text.length() > LONGEST_TARGET) {
      throw new HttpRefusal(414, "a path may have " + LONGEST_TARGET + " characters");
    }
    try {
      if (text.startsWith("/") && !text.startsWith("//") && text.indexOf('#') < 0) {
        return new URI(text);
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw new HttpRefusal(400, "the path must begin with one / and hold no unusual characters");
  }

  private static Map<String, String> query(String raw) throws HttpRefusal {
    if (raw.isEmpty()) {
      return Map.of();
    }
    Map<String, String> query = new HashMap<>();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return Map.copyOf(query);
  }

  /** Refuses what would be another path, or another line, once decoded. */
  private static String decoded(String raw) throws HttpRefusal {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    if (raw.toLowerCase(Locale.ROOT).contains("%2f")) {
      throw new HttpRefusal(400, "an encoded / is not taken");
    }
    String text = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xfffd)) {
      throw new HttpRefusal(400, "the path holds characters that are no text");
    }
    return text;
  }

  private static OptionalLong length(Map<String, String> headers) throws HttpRefusal {
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (coding != null && length != null) {
      throw new HttpRefusal(400, "content-length and transfer-encoding exclude each other");
    }
    if (coding != null && !coding.equalsIgnoreCase("chunked")) {
      throw new HttpRefusal(501, "of transfer-encodings only chunked is understood");
    }
    if (coding != null) {
      return OptionalLong.empty();
    }
    if (length != null && !isAll(length, MOST_DIGITS, '0', '9')) {
      throw new HttpRefusal(400, "content-length must be a number");
    }
    return OptionalLong.of(length == null ? 0 : Long.parseLong(length));
  }
}
