package fleet.coordinator.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of plain ASCII that end in CR LF, so many bytes of them at most. */
final class Lines {
  private final Inbound in;
  private final byte[] line;
  private int left;

  Lines(Inbound in, int mostBytes) {
    this.in = in;
    this.line = new byte[Math.min(mostBytes, 1024)];
    this.left = mostBytes;
  }

  /** The next line without its end. */
  String next() throws IOException, HttpRefusal {
    byte[] into = line;
    int length = 0;
    while (true) {
      int c = in.read();
      if (--left < 0) {
        throw new HttpRefusal(431, "the request's head is too long");
      }
      if (c == '\r') {
        if (in.read() != '\n') {
          throw new HttpRefusal(400, "a line must end in CR LF");
        }
        left--;
        return new String(into, 0, length, StandardCharsets.US_ASCII);
      }
      if (c < 0) {
        throw new EOFException();
      }
      if ((c < ' ' && c != '\t') || c > '~') {
        throw new HttpRefusal(400, "the request's head must be plain text");
      }
      if (length == into.length) {
        into = Arrays.copyOf(into, length * 2);
      }
      into[length++] = (byte) c;
    }
  }
}
