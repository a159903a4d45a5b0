package fleet.converge;

import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.Together;
import java.util.ArrayList;
import java.util.List;

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
    return Together.ask(machines, parallel, machine -> one(machine, connector, tally));
  }

  private MachineResult one(Machine machine, Connector connector, Tally tally) {
    if (tally.stopped().isPresent()) {
      var skipped =
          MachineResult.without(machine.name(), new Outcome.Skipped(tally.stopped().orElseThrow()));
      watcher.finished(skipped);
      return skipped;
    }
    watcher.started(machine.name());
    MachineResult result = work.on(machine, connector, watcher);
    watcher.finished(result);
    tally.count(result);
    return result;
  }
}
