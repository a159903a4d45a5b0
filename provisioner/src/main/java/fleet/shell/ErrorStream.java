package fleet.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads a shell's standard error for as long as there is one, each batch into its own place. */
final class ErrorStream implements FrameReader.Sink {
  private static final Duration SETTLING = Duration.ofMillis(200);

  private final InputStream stream;
  private final Thread.Builder threads;
  private final FrameReader frames;
  private @Nullable Batch batch;
  private @Nullable IOException end;
  private boolean started;

  ErrorStream(String nonce, InputStream stream, Thread.Builder threads) {
    this.threads = threads;
    this.stream = stream;
    this.frames = new FrameReader(nonce, this);
  }

  synchronized void expect(Batch next) {
    batch = next;
    if (!started) {
      started = true;
      threads.name("stderr").start(this::read);
    }
  }

  /** Waits until the batch's last mark came on this stream too. */
  synchronized void await(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (end == null && batch != null && !batch.done()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IOException("standard error has no end");
      }
      pause(left);
    }
    if (end != null && batch != null && !batch.done()) {
      throw end;
    }
  }

  /** Gives last words a moment to arrive, since they tell why a shell ended. */
  synchronized void settle() throws IOException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    long left = SETTLING.toMillis();
    while (started && end == null && left > 0) {
      pause(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // both callers loop
  private void pause(long millis) throws IOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        synchronized (this) {
          frames.feed(buffer, length);
        }
      }
      end(new IOException("standard error ended"));
    } catch (IOException e) {
      end(e);
    }
  }

  private synchronized void end(IOException why) {
    end = why;
    notifyAll();
  }

  @Override
  public synchronized void data(byte[] bytes, int from, int length) {
    if (batch != null) {
      batch.data(bytes, from, length);
    }
  }

  @Override
  public synchronized void mark(String id, long number) throws IOException {
    if (batch == null) {
      throw new IOException("broken frame");
    }
    batch.mark(id, number);
    if (batch.done()) {
      notifyAll();
    }
  }
}
