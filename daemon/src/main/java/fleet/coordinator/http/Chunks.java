package fleet.coordinator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body of unknown length, in chunks. */
final class Chunks extends OutputStream {
  private final OutputStream out;
  private final byte[] chunk = new byte[16 * 1024];
  private int length;

  Chunks(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (length == chunk.length) {
      send();
    }
    chunk[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (length == chunk.length) {
        send();
      }
      int some = Math.min(count - done, chunk.length - length);
      System.arraycopy(bytes, offset + done, chunk, length, some);
      length += some;
      done += some;
    }
  }

  private void send() throws IOException {
    if (length > 0) {
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(chunk, 0, length);
      out.write('\r');
      out.write('\n');
      length = 0;
    }
  }

  /** The last chunk, which says that nothing is missing. */
  void end() throws IOException {
    send();
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
