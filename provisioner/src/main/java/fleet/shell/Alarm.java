package fleet.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs an action after a while, unless it is closed before. */
final class Alarm implements AutoCloseable {
  private final CompletableFuture<Boolean> ring = new CompletableFuture<>();
  private final CompletableFuture<Void> rung;

  private Alarm(Duration delay, Runnable action) {
    rung =
        ring.thenAcceptAsync(
            fire -> {
              if (fire) {
                action.run();
              }
            },
            task -> Thread.ofPlatform().daemon().name("alarm").start(task));
    ring.completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static Alarm after(Duration delay, Runnable action) {
    return new Alarm(delay, action);
  }

  @Override
  public void close() {
    rung.cancel(false);
    ring.cancel(false);
  }
}
