package fleet.harden;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.util.function.Consumer;

/**
 * Hardens machines and proves it: others look at each before and after, and what developers rely on
 * still works, or the control that broke it is undone.
 *
 * @param done hears what came of each machine that was reached
 */
public record Hardening(Plan plan, History history, Consumer<Hardened> done) implements Work {
  @Override
  public MachineResult on(Machine machine, Connector connector, Watcher watcher) {
    try {
      return new OneMachine(this, machine, connector, watcher).harden();
    } catch (UnreachableException e) {
      String name = machine.name() + ": ";
      String why = e.why().startsWith(name) ? e.why().substring(name.length()) : e.why();
      return MachineResult.without(machine.name(), new Outcome.Unreachable(why));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return MachineResult.without(machine.name(), new Outcome.Skipped("interrupted"));
    }
  }
}
