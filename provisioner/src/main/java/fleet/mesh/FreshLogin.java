package fleet.mesh;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Work after which sshd must let the operator in again. If it does not, its change is taken back
 * over the connection that is still open, and how that ended is told.
 *
 * @param back the step that takes the change back
 */
record FreshLogin(Work work, Task back) implements Work {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Override
  public MachineResult on(Machine machine, Connector connector, Watcher watcher) {
    MachineResult result = work.on(machine, connector, watcher);
    Optional<StepResult> changed =
        result.steps().stream()
            .filter(step -> step.id().equals(SshdTrust.ID))
            .filter(step -> step.outcome() instanceof Outcome.Changed)
            .findFirst();
    Optional<String> refusal = changed.flatMap(_ -> refusal(machine, connector));
    return refusal.isEmpty()
        ? result
        : failed(
            result,
            changed.get(),
            "a fresh login fails (" + refusal.get() + "); " + back(machine, connector, watcher),
            watcher);
  }

  private String back(Machine machine, Connector connector, Watcher watcher) {
    MachineResult undone = back.on(machine, connector, watcher);
    if (!(undone.outcome() instanceof Outcome.Changed)) {
      return "its sshd could not be put back: " + undone.outcome().why();
    }
    return refusal(machine, connector)
        .map(why -> "its sshd was put back, and yet: " + why)
        .orElse("its sshd was put back, and a fresh login works again");
  }

  /** Why a login is refused; a single one may be dropped by sshd's own limits. */
  private static Optional<String> refusal(Machine machine, Connector connector) {
    String why = "";
    for (int i = 0; i < TRIES; i++) {
      try (var _ = connector.openFresh(machine, "echo in")) {
        return Optional.empty();
      } catch (UnreachableException e) {
        why = e.why();
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.of("interrupted");
      }
    }
    return Optional.of(why);
  }

  private static MachineResult failed(
      MachineResult result, StepResult changed, String why, Watcher watcher) {
    StepResult failed =
        new StepResult(changed.id(), changed.title(), new Outcome.Failed(why), changed.diff());
    watcher.step(result.machine(), failed);
    List<StepResult> steps =
        result.steps().stream().map(step -> step.equals(changed) ? failed : step).toList();
    return MachineResult.of(result.machine(), steps);
  }
}
