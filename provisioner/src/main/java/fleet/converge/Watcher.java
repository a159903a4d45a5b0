package fleet.converge;

import fleet.playbook.Step;

/** Hears what happens while a run goes on; called from many threads at once. */
public interface Watcher {
  default void started(String machine) {}

  /** A fix begins. */
  default void fixing(String machine, Step step) {}

  /** A line that a fix printed. */
  default void output(String machine, Step step, String line) {}

  /**
   * A step's outcome is known; called in the order of the steps, and once more for each that a last
   * look found undone.
   */
  default void step(String machine, StepResult result) {}

  default void finished(MachineResult result) {}

  /** One that hears of steps only: a machine is not finished when a phase of it is. */
  static Watcher ofSteps(Watcher other) {
    return new Watcher() {
      @Override
      public void fixing(String machine, Step step) {
        other.fixing(machine, step);
      }

      @Override
      public void output(String machine, Step step, String line) {
        other.output(machine, step, line);
      }

      @Override
      public void step(String machine, StepResult result) {
        other.step(machine, result);
      }
    };
  }

  /** Two that hear the same. */
  static Watcher both(Watcher one, Watcher other) {
    return new Watcher() {
      @Override
      public void started(String machine) {
        one.started(machine);
        other.started(machine);
      }

      @Override
      public void fixing(String machine, Step step) {
        one.fixing(machine, step);
        other.fixing(machine, step);
      }

      @Override
      public void output(String machine, Step step, String line) {
        one.output(machine, step, line);
        other.output(machine, step, line);
      }

      @Override
      public void step(String machine, StepResult result) {
        one.step(machine, result);
        other.step(machine, result);
      }

      @Override
      public void finished(MachineResult result) {
        one.finished(result);
        other.finished(result);
      }
    };
  }
}
