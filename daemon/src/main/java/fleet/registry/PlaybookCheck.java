package fleet.registry;

import java.util.Optional;

/** Says what is wrong with what fleet.yaml says of playbooks, so that the error stands there. */
@FunctionalInterface
public interface PlaybookCheck {
  /** The problem, as in "is unknown: did you mean …"; empty when the playbook can be had. */
  Optional<String> problem(String playbook);

  /** The same of a hardening control, by its id. */
  default Optional<String> controlProblem(String id) {
    return Optional.empty();
  }
}
