package fleet.registry;

import java.util.Optional;

/** Says what is wrong with a playbook that a role names, so that the error stands at its place. */
@FunctionalInterface
public interface PlaybookCheck {
  /** The problem, as in "is unknown: did you mean …"; empty when the playbook can be had. */
  Optional<String> problem(String playbook);
}
