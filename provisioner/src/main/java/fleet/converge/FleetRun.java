package fleet.converge;

import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * One run on many machines, each on a thread of its own.
 *
 * @param parallel how many at a time
 * @param canary how many go first; the others only when these came out well; 0 for none
 * @param maxFail percent of the machines that may fail before no further one is begun
 */
public record FleetRun(Work work, int parallel, int canary, int maxFail, Watcher watcher) {

  public List<MachineResult> on(List<Machine> machines, Connector connector)
      throws InterruptedException {
    int first = Math.min(canary, machines.size());
    Tally tally = new Tally(machines.size(), maxFail);
    List<MachineResult> results =
        new ArrayList<>(together(machines.subList(0, first), connector, tally));
    if (first > 0 && results.stream().anyMatch(Tally::isBad)) {
      tally.stop("a canary did not come out well");
    }
    results.addAll(together(machines.subList(first, machines.size()), connector, tally));
    return results;
  }

  private List<MachineResult> together(List<Machine> machines, Connector connector, Tally tally)
      throws InterruptedException {
    Semaphore places = new Semaphore(parallel);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MachineResult>> running = new ArrayList<>();
      for (Machine machine : machines) {
        // Taken here, so that the machines have their turns in the order of the file.
        places.acquire();
        running.add(threads.submit(() -> one(machine, connector, places, tally)));
      }
      List<MachineResult> results = new ArrayList<>();
      for (Future<MachineResult> future : running) {
        results.add(result(future));
      }
      return results;
    }
  }

  private MachineResult one(Machine machine, Connector connector, Semaphore places, Tally tally)
      throws InterruptedException {
    try {
      if (tally.stopped().isPresent()) {
        var skipped =
            MachineResult.without(
                machine.name(), new Outcome.Skipped(tally.stopped().orElseThrow()));
        watcher.finished(skipped);
        return skipped;
      }
      watcher.started(machine.name());
      MachineResult result = work.on(machine, connector, watcher);
      watcher.finished(result);
      tally.count(result);
      return result;
    } finally {
      places.release();
    }
  }

  private static MachineResult result(Future<MachineResult> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
