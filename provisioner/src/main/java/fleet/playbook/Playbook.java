package fleet.playbook;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A playbook as read, its includes in place.
 *
 * @param about what it makes true
 */
public record Playbook(String name, Path file, String about, List<StepText> steps) {
  public Playbook {
    steps = List.copyOf(steps);
  }

  /** Whether any of its steps knows that variable and leaves it empty. */
  public boolean leavesEmpty(String variable) {
    return steps.stream()
        .map(step -> step.playbook().vars().get(variable))
        .anyMatch(value -> value != null && value.isEmpty());
  }

  /** The ids that its steps were given. */
  public List<String> ids() {
    return steps.stream().flatMap(step -> step.common().id().stream()).toList();
  }

  /**
   * What a playbook says for all its steps.
   *
   * @param conditions its own {@code when}, and those of the includes that led to it
   */
  record Settings(
      String playbook,
      Path directory,
      boolean sudo,
      List<When> conditions,
      Map<String, String> vars,
      Set<String> tags,
      Optional<String> why) {
    /** Whether it is the playbook harden or a part of it, which never does what it cannot undo. */
    boolean hardens() {
      return playbook.equals("harden") || playbook.startsWith("harden-");
    }

    Settings under(List<When> other) {
      return new Settings(playbook, directory, sudo, List.copyOf(other), vars, tags, why);
    }
  }
}
