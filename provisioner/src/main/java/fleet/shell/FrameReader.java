package fleet.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Takes one output stream apart, in pieces of any size, into what was printed and our marks. */
final class FrameReader {
  /** Hears the parts in order. */
  interface Sink {
    void data(byte[] bytes, int from, int length);

    void mark(String id, long number) throws IOException;
  }

  private static final int LONGEST_MARK = 1000;

  private final byte[] lead;
  private final Sink sink;
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private int matched;

  FrameReader(String nonce, Sink sink) {
    this.lead = ("\n" + nonce + " ").getBytes(StandardCharsets.US_ASCII);
    this.sink = sink;
  }

  /** Whether a line break was read that may be the beginning of a mark. */
  boolean atLineEnd() {
    return matched == 1;
  }

  void feed(byte[] bytes, int length) throws IOException {
    int at = 0;
    while (at < length) {
      if (matched == lead.length) {
        at = readTail(bytes, at, length);
      } else if (matched > 0) {
        if (bytes[at] == lead[matched]) {
          matched++;
          at++;
        } else {
          sink.data(lead, 0, matched);
          matched = 0;
        }
      } else {
        int line = at;
        while (line < length && !mayBegin(bytes, line, length)) {
          line++;
        }
        if (line > at) {
          sink.data(bytes, at, line - at);
        }
        if (line < length) {
          matched = 1;
          line++;
        }
        at = line;
      }
    }
  }

  /** Whether a mark may begin here: at a line break, unless the next byte says no. */
  private boolean mayBegin(byte[] bytes, int at, int length) {
    return bytes[at] == '\n' && (at + 1 == length || bytes[at + 1] == lead[1]);
  }

  private int readTail(byte[] bytes, int from, int length) throws IOException {
    for (int at = from; at < length; at++) {
      if (bytes[at] == '\n') {
        String mark = tail.toString(StandardCharsets.US_ASCII);
        tail.reset();
        matched = 0;
        emit(mark);
        return at + 1;
      }
      tail.write(bytes[at]);
      if (tail.size() > LONGEST_MARK) {
        throw new IOException("broken frame");
      }
    }
    return length;
  }

  private void emit(String mark) throws IOException {
    int space = mark.indexOf(' ');
    try {
      sink.mark(mark.substring(0, Math.max(space, 0)), Long.parseLong(mark.substring(space + 1)));
    } catch (NumberFormatException e) {
      throw new IOException("broken frame", e);
    }
  }
}
