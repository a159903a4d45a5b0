package fleet.harden;

import fleet.converge.PutBack;
import fleet.playbook.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds the control because of which a tool does not work any more: takes the changes of this run
 * back, by halves, until it works, and leaves only that one undone.
 */
final class Search {
  private static final int MOST = 3;

  private final List<Step> steps;
  private final Consumer<List<Step>> apply;
  private final Supplier<List<Tool>> tools;

  private Set<Step> undone = Set.of();
  private final Set<Step> culprits = new LinkedHashSet<>();
  private final List<Hardened.Undone> found = new ArrayList<>();

  /**
   * A search that is still to be made.
   *
   * @param steps those that are true now, in their order
   * @param apply makes steps true
   * @param tools tries all tools
   */
  Search(List<Step> steps, Consumer<List<Step>> apply, Supplier<List<Tool>> tools) {
    this.steps = List.copyOf(steps);
    this.apply = apply;
    this.tools = tools;
  }

  /** The culprits, found and left undone; none if it is none of ours, and then all is as it was. */
  List<Hardened.Undone> of(List<Tool> lost, List<Step> changed) throws InterruptedException {
    List<Tool> left = lost;
    while (!left.isEmpty() && culprits.size() < MOST) {
      Tool tool = left.getFirst();
      List<Step> suspects = changed.stream().filter(step -> !culprits.contains(step)).toList();
      OptionalInt culprit =
          Bisection.culprit(
              suspects.size(),
              first -> {
                only(suspects.subList(first, suspects.size()));
                return isWell(tool);
              });
      culprit.ifPresent(
          number -> {
            Step step = suspects.get(number);
            culprits.add(step);
            found.add(new Hardened.Undone(tool.id(), step.id(), tool.why()));
          });
      only(List.of());
      left = culprit.isEmpty() ? List.of() : still(lost);
    }
    return List.copyOf(found);
  }

  private boolean isWell(Tool tool) {
    return still(List.of(tool)).isEmpty();
  }

  private List<Tool> still(List<Tool> lost) {
    List<String> ids = lost.stream().map(Tool::id).toList();
    return tools.get().stream()
        .filter(tool -> tool.state() == Tool.State.FAILS && ids.contains(tool.id()))
        .toList();
  }

  /** Makes the machine as if these, and the culprits, had not been done. */
  private void only(List<Step> without) {
    Set<Step> wanted = new LinkedHashSet<>(without);
    wanted.addAll(culprits);
    boolean more = wanted.stream().anyMatch(step -> !undone.contains(step));
    boolean less = undone.stream().anyMatch(step -> !wanted.contains(step));
    Set<Step> before = undone;
    if (more) {
      apply.accept(
          PutBack.of(steps, step -> wanted.contains(step) && !before.contains(step), false));
    }
    if (less) {
      apply.accept(steps.stream().filter(step -> !wanted.contains(step)).toList());
    }
    undone = wanted;
  }
}
