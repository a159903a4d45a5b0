package fleet.coordinator.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The body behind a head, read when it is wanted. */
final class RequestBody implements HttpRequest.Body {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK_LINE = 64;
  private static final int MOST_CHUNKS = 10_000;

  private final Head head;
  private final Inbound in;
  private final OutputStream out;
  private final Deadline deadline;
  private final HttpLimits limits;
  private boolean read;

  RequestBody(Head head, Inbound in, OutputStream out, Deadline deadline, HttpLimits limits) {
    this.head = head;
    this.in = in;
    this.out = out;
    this.deadline = deadline;
    this.limits = limits;
    this.read = head.length().orElse(1) == 0;
  }

  /** Whether the next byte of the connection begins another request. */
  boolean isRead() {
    return read;
  }

  @Override
  public byte[] read(int most) throws HttpRefusal, IOException {
    if (read) {
      return new byte[0];
    }
    if (head.length().orElse(0) > most) {
      throw tooLong(most);
    }
    if (head.awaitsContinue()) {
      out.write(CONTINUE);
      out.flush();
    }
    deadline.in(limits.request());
    try {
      byte[] bytes =
          head.length().isPresent() ? exactly((int) head.length().getAsLong()) : chunks(most);
      read = true;
      return bytes;
    } catch (SocketTimeoutException _) {
      throw new HttpRefusal(
          408, "the body took longer than " + limits.request().toSeconds() + " s");
    } finally {
      deadline.never();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int count = in.read(bytes, done, length - done);
      if (count < 0) {
        throw new EOFException();
      }
      done += count;
    }
    return bytes;
  }

  private byte[] chunks(int most) throws IOException, HttpRefusal {
    var bytes = new ByteArrayOutputStream();
    for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      int length = chunkLength(new Lines(in, CHUNK_LINE).next());
      if (length > most - bytes.size()) {
        throw tooLong(most);
      }
      if (length == 0) {
        skipTrailers();
        return bytes.toByteArray();
      }
      bytes.writeBytes(exactly(length));
      if (!new Lines(in, CHUNK_LINE).next().isEmpty()) {
        throw new HttpRefusal(400, "a chunk is longer than it says");
      }
    }
    throw new HttpRefusal(413, "a body may come in " + MOST_CHUNKS + " chunks");
  }

  private static int chunkLength(String line) throws HttpRefusal {
    String digits = line.split(";", 2)[0].strip();
    if (!digits.matches("[0-9A-Fa-f]{1,7}")) {
      throw new HttpRefusal(400, "a chunk must begin with its length");
    }
    return HexFormat.fromHexDigits(digits);
  }

  private void skipTrailers() throws IOException, HttpRefusal {
    var lines = new Lines(in, limits.headBytes());
    while (!lines.next().isEmpty()) {
      // nothing here reads trailers
    }
  }

  private static HttpRefusal tooLong(int most) {
    return new HttpRefusal(413, "the body is longer than " + most / 1024 + " KB");
  }
}
