package fleet.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One stream that a machine sends: as much as the channel's window lets it, until it is read. */
final class Inbox extends InputStream {
  /** Hears how much was read, so that the machine may send as much again. */
  interface Reader {
    void consumed(int bytes) throws IOException;
  }

  private final Reader reader;
  private final Queue<byte[]> chunks = new ArrayDeque<>();
  private int position;
  private boolean ended;
  private @Nullable IOException failure;

  Inbox(Reader reader) {
    this.reader = reader;
  }

  synchronized void put(byte[] chunk) {
    if (!ended) {
      chunks.add(chunk);
      notifyAll();
    }
  }

  /** No more will come; what came can still be read. */
  synchronized void end(@Nullable IOException why) {
    if (!ended) {
      ended = true;
      failure = why;
      notifyAll();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      chunks.clear();
    }
    end(null);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @SuppressWarnings("ThreadPriorityCheck") // fairness only: nothing is right or wrong by it
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = take(into, from, length);
    if (count > 0) {
      reader.consumed(count);
      // A flood never lets its reader wait, and a virtual thread that never waits starves the
      // others.
      Thread.yield();
    }
    return count;
  }

  private synchronized int take(byte[] into, int from, int length) throws IOException {
    byte[] chunk = chunks.peek();
    while (chunk == null) {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (ended) {
        return -1;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      chunk = chunks.peek();
    }
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, into, from, count);
    position += count;
    if (position == chunk.length) {
      chunks.remove();
      position = 0;
    }
    return count;
  }
}
