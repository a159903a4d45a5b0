package fleet.coordinator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Puts an answer on the wire. */
final class Answering {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"),
          Map.entry(507, "Insufficient Storage"));

  /** One for all answers of a second. */
  private static volatile Dated dated = new Dated(Long.MIN_VALUE, "");

  private record Dated(long second, String text) {}

  private Answering() {}

  /** The words of a status. */
  static String reason(int status) {
    return REASONS.getOrDefault(status, "Status");
  }

  /** Writes head and body. */
  static void write(
      HttpAnswer answer, Instant now, boolean keepAlive, boolean chunked, OutputStream out)
      throws IOException {
    boolean chunks = answer.length().isEmpty() && chunked;
    out.write(head(answer, now, keepAlive, chunks));
    if (chunks) {
      var body = new Chunks(out);
      answer.body().to(body);
      body.end();
    } else {
      answer.body().to(out);
    }
    out.flush();
  }

  private static byte[] head(HttpAnswer answer, Instant now, boolean keepAlive, boolean chunks) {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status()));
    head.append("\r\nDate: ").append(date(now)).append("\r\n");
    answer
        .length()
        .ifPresent(length -> head.append("Content-Length: ").append(length).append("\r\n"));
    if (chunks) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    if (!keepAlive) {
      head.append("Connection: close\r\n");
    }
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String date(Instant now) {
    Dated last = dated;
    if (last.second() != now.getEpochSecond()) {
      last = new Dated(now.getEpochSecond(), DATE.format(now));
      dated = last;
    }
    return last.text();
  }
}
