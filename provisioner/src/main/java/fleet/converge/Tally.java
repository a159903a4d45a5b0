package fleet.converge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Counts how machines came out, to know when a run should begin no further one. */
final class Tally {
  private final int machines;
  private final int maxFail;
  private final AtomicInteger bad = new AtomicInteger();
  private final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());

  Tally(int machines, int maxFail) {
    this.machines = machines;
    this.maxFail = maxFail;
  }

  void count(MachineResult result) {
    if (isBad(result) && bad.incrementAndGet() * 100 > maxFail * machines) {
      stop("more than %d %% of the machines failed".formatted(maxFail));
    }
  }

  void stop(String why) {
    stopped.compareAndSet(Optional.empty(), Optional.of(why));
  }

  Optional<String> stopped() {
    return stopped.get();
  }

  static boolean isBad(MachineResult result) {
    return result.outcome() instanceof Outcome.Failed
        || result.outcome() instanceof Outcome.Unreachable;
  }
}
