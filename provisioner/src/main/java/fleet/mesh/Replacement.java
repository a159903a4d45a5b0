package fleet.mesh;

import fleet.converge.FleetRun;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The end of the way that was used before: what is left of it goes where the new one was seen to
 * work.
 *
 * @param certificates whether certificates are the new way
 */
record Replacement(
    Trust trust, boolean certificates, Task.Mode mode, Tasks tasks, int parallel, Watcher watcher) {
  private static final Watcher NOBODY = new Watcher() {};

  /** Makes work of steps. */
  @FunctionalInterface
  interface Tasks {
    Work of(Task.Mode mode, Task.Compiler compiler);
  }

  /** How each machine came out on which something is left, or would be. */
  List<MachineResult> on(List<Machine> machines, Connector connector) throws InterruptedException {
    Seen hoped = all(machines);
    Watcher looking = mode == Task.Mode.PLAN ? watcher : NOBODY;
    List<MachineResult> look = run(Task.Mode.PLAN, hoped, machines, looking, connector);
    boolean something =
        look.stream().anyMatch(result -> !(result.outcome() instanceof Outcome.Unchanged));
    if (mode == Task.Mode.PLAN || !something) {
      return look;
    }
    List<MachineResult> results = new ArrayList<>();
    Seen seen = hoped;
    if (certificates) {
      CertificateLogins.Tried tried =
          new CertificateLogins(machines, parallel, watcher).on(connector);
      seen = tried.seen();
      results.addAll(tried.results());
    }
    results.addAll(run(mode, seen, machines, watcher, connector));
    return results;
  }

  private static Seen all(List<Machine> machines) {
    Set<String> names = machines.stream().map(Machine::name).collect(Collectors.toSet());
    return new Seen(names, names);
  }

  private List<MachineResult> run(
      Task.Mode how, Seen seen, List<Machine> machines, Watcher heard, Connector connector)
      throws InterruptedException {
    Work work = tasks.of(how, (machine, facts) -> trust.replacing(machine, facts, seen));
    return new FleetRun(work, parallel, 0, 100, Watcher.ofSteps(heard))
        .on(machines, connector).stream().filter(result -> !result.steps().isEmpty()).toList();
  }
}
