package fleet.converge;

import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import fleet.yaml.BadFileException;
import java.util.List;

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
      return converse(connection);
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

  private MachineResult converse(Connection connection) {
    Facts facts = Facts.parse(connection.greeting());
    List<Step> steps = task.compiler().compile(machine, facts);
    Redactor redactor =
        new Redactor(steps.stream().flatMap(step -> step.secrets().stream()).toList());
    Results results = new Results(machine.name(), steps, redactor, watcher);
    Shells shells = new Shells(connection, facts);
    try {
      var first = shells.look(results.applicable());
      switch (task.mode()) {
        case PLAN -> new Preview(shells, results).show(first);
        case APPLY ->
            new Mending(
                    shells, results, task.holder(facts.bootId()), new Redacting(watcher, redactor))
                .mend(first);
      }
    } catch (UnreachableException e) {
      results.lost(why(e));
    }
    return results.all();
  }
}
