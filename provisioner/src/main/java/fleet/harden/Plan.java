package fleet.harden;

import fleet.converge.Task;
import fleet.converge.guard.Guarding;
import fleet.registry.Machine;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one run of {@code fleet harden} is to do.
 *
 * @param profile {@code compat} or {@code strict}
 * @param undo whether what was recorded is put back
 * @param packages whether an undo removes packages, too
 * @param fleet all members, who look at each other
 */
public record Plan(
    String run,
    Instant at,
    Task.Mode mode,
    String profile,
    boolean undo,
    boolean packages,
    Task.Compiler compiler,
    Supplier<String> operator,
    Guarding guarding,
    List<Machine> fleet) {
  public Plan {
    fleet = List.copyOf(fleet);
  }

  boolean applies() {
    return mode == Task.Mode.APPLY;
  }

  Task task(Task.Compiler steps) {
    return new Task(run, mode, steps, operator, guarding);
  }
}
