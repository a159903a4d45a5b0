package fleet.wire;

import java.time.Duration;

/** Ends a call that takes too long as a whole, though each of its waits is short. */
final class Deadline implements AutoCloseable {
  private final Thread watcher;
  private volatile Runnable cut = () -> {};

  Deadline(Duration limit) {
    watcher =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    Thread.sleep(limit);
                    cut.run();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /** What ends the call. */
  void cuts(Runnable how) {
    cut = how;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
