package fleet.converge;

import fleet.playbook.Step;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The outcomes of one machine's steps as they become known. */
final class Results {
  private final String machine;
  private final List<Step> steps;
  private final Redactor redactor;
  private final Watcher watcher;
  private final Map<Step, StepResult> known = new LinkedHashMap<>();

  /** Whether outcomes may still turn out otherwise, and are not told yet. */
  private boolean held;

  private final Set<Step> untold = new HashSet<>();

  Results(String machine, List<Step> steps, Redactor redactor, Watcher watcher) {
    this.machine = machine;
    this.steps = List.copyOf(steps);
    this.redactor = redactor;
    this.watcher = watcher;
  }

  String machine() {
    return machine;
  }

  List<Step> steps() {
    return steps;
  }

  /** The steps that are about this machine. */
  List<Step> applicable() {
    return steps.stream().filter(step -> step.skip().isEmpty()).toList();
  }

  Optional<Outcome> outcome(Step step) {
    return Optional.ofNullable(known.get(step)).map(StepResult::outcome);
  }

  void set(Step step, Outcome outcome) {
    set(step, outcome, Optional.empty());
  }

  void set(Step step, Outcome outcome, Optional<String> diff) {
    var result =
        new StepResult(
            step.id(),
            redactor.redact(step.title()),
            outcome.because(redactor.redact(outcome.why())),
            diff.map(redactor::redact));
    known.put(step, result);
    if (held) {
      untold.add(step);
    } else {
      watcher.step(machine, result);
    }
  }

  /** From now on outcomes are kept to ourselves. */
  void hold() {
    held = true;
  }

  /** Tells all that was held, each as what became of it. */
  void release(BiFunction<Step, Outcome, Outcome> became) {
    held = false;
    List<Step> telling = steps.stream().filter(untold::contains).toList();
    untold.clear();
    for (Step step : telling) {
      StepResult result = Objects.requireNonNull(known.get(step));
      set(step, became.apply(step, result.outcome()), result.diff());
    }
  }

  /** What has no outcome yet was not come to. */
  void leave(String why) {
    steps.stream()
        .filter(step -> !known.containsKey(step))
        .forEach(step -> set(step, new Outcome.Skipped(step.skip().orElse(why))));
  }

  /** The machine went away: what has no outcome yet will not get another. */
  void lost(String why) {
    steps.stream()
        .filter(step -> !known.containsKey(step))
        .forEach(step -> set(step, new Outcome.Unreachable(why)));
  }

  MachineResult all() {
    return MachineResult.of(machine, steps.stream().map(known::get).toList());
  }
}
