package fleet.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What a peer sends, each wait for it within a deadline. */
final class Inbound {
  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;
  private final byte[] buffer = new byte[8 * 1024];
  private int next;
  private int end;

  Inbound(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    return next < end || fill() ? buffer[next++] & 0xff : -1;
  }

  /** Some bytes, at least one; -1 at the end. */
  int read(byte[] into, int offset, int most) throws IOException {
    if (next == end && !fill()) {
      return -1;
    }
    int count = Math.min(most, end - next);
    System.arraycopy(buffer, next, into, offset, count);
    next += count;
    return count;
  }

  /**
   * Waits for a byte without taking it; whether there is one. Whoever lets it wait too long is cut
   * by the watch, which costs less than a timer for each wait.
   */
  boolean await() throws IOException {
    return next < end || fill(0);
  }

  private boolean fill() throws IOException {
    Duration left = deadline.left();
    if (!left.isPositive()) {
      throw new SocketTimeoutException();
    }
    return fill(Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE));
  }

  private boolean fill(int mostMillis) throws IOException {
    socket.setSoTimeout(mostMillis);
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
