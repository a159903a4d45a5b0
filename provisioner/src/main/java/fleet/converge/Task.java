package fleet.converge;

import fleet.converge.guard.Guarding;
import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes steps true on each machine, or says what that would change.
 *
 * @param run the run's id
 * @param operator {@code user@host} of who runs it, looked up when a lock is wanted
 * @param guarding how its risky changes are guarded
 */
public record Task(
    String run, Mode mode, Compiler compiler, Supplier<String> operator, Guarding guarding)
    implements Work {
  @Override
  public MachineResult on(Machine machine, Connector connector, Watcher watcher) {
    return new MachineRun(machine, this, watcher).run(connector);
  }

  /** Look only, or make it so. */
  public enum Mode {
    PLAN,
    APPLY
  }

  /** The steps of one machine: a pure function. */
  @FunctionalInterface
  public interface Compiler {
    List<Step> compile(Machine machine, Facts facts);
  }

  LockHolder holder(String bootId) {
    return new LockHolder(operator, ProcessHandle.current().pid(), run, bootId);
  }
}
