package fleet.mesh;

import fleet.playbook.Facts;
import fleet.playbook.PlaybookReader;
import fleet.playbook.Step;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every machine has the key of every other.
 *
 * @param former the authority that the fleet had before, if it had one
 */
record KeyTrust(PlaybookReader playbooks, Fleet fleet, KeyBook book, Optional<PublicKey> former)
    implements Trust {
  @Override
  public List<Step> joining(Machine machine, Facts facts) {
    return Made.steps(playbooks, MeshPlaybook.of(fleet, book, machine), machine, facts);
  }

  /** A machine that has not all keys yet may still need its certificate elsewhere. */
  @Override
  public List<Step> replacing(Machine machine, Facts facts, Seen seen) {
    if (former.isEmpty() || !fleet.members().stream().allMatch(m -> seen.at().contains(m.name()))) {
      return List.of();
    }
    List<Step> steps =
        new ArrayList<>(Made.steps(playbooks, MeshPlaybook.withoutCertificates(), machine, facts));
    steps.add(SshdTrust.takenOut(former.get()));
    return steps;
  }
}
