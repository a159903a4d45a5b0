package fleet.cli;

import fleet.playbook.NoPlaybookException;
import fleet.playbook.PlaybookReader;
import fleet.registry.PlaybookCheck;
import fleet.yaml.DidYouMean;
import java.util.List;
import java.util.Optional;

/** Whether there is what fleet.yaml names of playbooks. */
public record NamedPlaybooks(PlaybookReader playbooks) implements PlaybookCheck {
  /** The playbook whose steps are hardening controls. */
  public static final String HARDEN = "harden";

  @Override
  public Optional<String> problem(String playbook) {
    return playbook.indexOf('/') >= 0 || playbook.endsWith(".yaml")
        ? Optional.empty()
        : unknown(playbook, playbooks.names());
  }

  @Override
  public Optional<String> controlProblem(String id) {
    try {
      return unknown(id, playbooks.read(HARDEN).ids());
    } catch (NoPlaybookException e) {
      return Optional.of("is unknown: " + e.getMessage());
    }
  }

  private static Optional<String> unknown(String name, List<String> known) {
    return known.contains(name)
        ? Optional.empty()
        : Optional.of("is unknown" + DidYouMean.hint(name, known));
  }
}
