package fleet.converge;

import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run on one machine: connect, compile, look; an apply then fixes what drifted. */
final class MachineRun {
  private final Machine machine;
  private final Task task;
  private final Watcher watcher;

  MachineRun(Machine machine, Task task, Watcher watcher) {
    this.machine = machine;
    this.task = task;
    this.watcher = watcher;
  }

  MachineResult run(Connector connector) {
    try (Connection connection = connector.open(machine, Facts.script())) {
      return converse(connection, connector);
    } catch (UnreachableException e) {
      return MachineResult.without(machine.name(), new Outcome.Unreachable(why(e)));
    } catch (BadFileException e) {
      // What is wrong everywhere was told before the run began: this is wrong here alone.
      return MachineResult.without(machine.name(), new Outcome.Failed(e.getMessage()));
    }
  }

  private String why(UnreachableException e) {
    return Text.without(machine.name() + ": ", e.why());
  }

  private MachineResult converse(Connection connection, Connector connector) {
    Facts facts = Facts.parse(connection.greeting());
    List<Step> steps = task.compiler().compile(machine, facts);
    Redactor redactor =
        new Redactor(steps.stream().flatMap(step -> step.secrets().stream()).toList());
    Results results = new Results(machine.name(), steps, redactor, watcher);
    Shells shells = new Shells(connection, facts);
    LockHolder holder = task.holder(facts.bootId());
    Window window = new Window(machine, connector, task.guarding(), holder, results, shells, facts);
    try {
      var first = look(shells, results, window);
      switch (task.mode()) {
        case PLAN -> new Preview(shells, results).show(first);
        case APPLY ->
            new Mending(shells, results, holder, new Redacting(watcher, redactor), window)
                .mend(first);
      }
    } catch (UnreachableException e) {
      results.lost(why(e));
    } finally {
      window.leave();
    }
    return results.all();
  }

  /**
   * The first look. What an earlier run changed and never confirmed is no state to build on: it is
   * taken back first.
   */
  private Map<Step, State> look(Shells shells, Results results, Window window)
      throws UnreachableException {
    List<Step> guarded =
        results.applicable().stream().filter(step -> step.risk().needsGuard()).toList();
    if (task.mode() == Task.Mode.PLAN || guarded.isEmpty()) {
      return shells.look(results.applicable());
    }
    List<Step> steps = new ArrayList<>(results.applicable());
    steps.add(Leftover.STEP);
    Map<Step, State> first = shells.look(steps);
    if (first.remove(Leftover.STEP) instanceof State.Converged) {
      return first;
    }
    window.settle().ifPresent(why -> guarded.forEach(step -> results.set(step, why)));
    return shells.look(results.applicable());
  }
}
