package fleet.mesh;

import fleet.playbook.Facts;
import fleet.playbook.PlaybookReader;
import fleet.playbook.Step;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every machine trusts whom the authority signed for. */
record CertificateTrust(PlaybookReader playbooks, Fleet fleet, KeyBook book, Issued issued)
    implements Trust {
  @Override
  public List<Step> joining(Machine machine, Facts facts) {
    Optional<String> certificate = issued.text(CertificateWish.Kind.USER, machine.name());
    var user = MeshPlaybook.of(fleet, book, machine, issued, certificate, facts.home());
    List<Step> steps = new ArrayList<>(Made.steps(playbooks, user, machine, facts));
    steps.add(
        issued
            .text(CertificateWish.Kind.HOST, machine.name())
            .map(host -> SshdTrust.made(issued, host))
            .orElseGet(() -> SshdTrust.impossible("its sshd shows no key to sign")));
    return steps;
  }

  @Override
  public List<Step> replacing(Machine machine, Facts facts, Seen seen) {
    List<String> keys = seen.at().contains(machine.name()) ? others(machine, seen.in()) : List.of();
    List<String> hosts =
        seen.in().contains(machine.name()) ? others(machine, seen.at()) : List.of();
    return keys.isEmpty() && hosts.isEmpty()
        ? List.of()
        : Made.steps(playbooks, MeshPlaybook.withoutKeys(keys, hosts), machine, facts);
  }

  private static List<String> others(Machine self, Set<String> names) {
    return names.stream().filter(name -> !name.equals(self.name())).sorted().toList();
  }
}
