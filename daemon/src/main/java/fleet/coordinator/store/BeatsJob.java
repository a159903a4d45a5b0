package fleet.coordinator.store;

import fleet.coordinator.store.Store.Taken;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A machine's beats on their way to the disk. */
final class BeatsJob implements Writer.Job {
  final String machine;
  final List<Intake.Ready> beats;
  final CompletableFuture<Taken> future = new CompletableFuture<>();
  private @Nullable Taken taken;

  BeatsJob(String machine, List<Intake.Ready> beats) {
    this.machine = machine;
    this.beats = beats;
  }

  void took(Taken how) {
    taken = how;
  }

  @Override
  public void done() {
    if (taken == null) {
      future.completeExceptionally(
          new IllegalArgumentException("no machine of the fleet has the id " + machine));
    } else {
      future.complete(taken);
    }
  }

  @Override
  public void failed(RuntimeException why) {
    future.completeExceptionally(why);
  }
}
