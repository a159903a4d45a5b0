package fleet.cli.doctor.operator;

import fleet.cli.Members;
import fleet.cli.OfflineCheck;
import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import fleet.playbook.NoPlaybookException;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The playbooks of bootstrap and of every role make steps for every kind of machine. */
public final class PlaybooksCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    Optional<Members> members = side.members();
    if (members.isEmpty()) {
      return List.of(Finding.unknown(Finding.HERE, "playbooks", "the registry cannot be read"));
    }
    OfflineCheck check = new OfflineCheck(members.get());
    List<Finding> findings = new ArrayList<>();
    for (String name : check.named(List.of())) {
      try {
        findings.add(Finding.pass(Finding.HERE, "playbook " + name, check.line(name)));
      } catch (BadFileException | NoPlaybookException e) {
        findings.add(
            Finding.fail(Finding.HERE, "playbook " + name, String.valueOf(e.getMessage())));
      }
    }
    return findings;
  }
}
