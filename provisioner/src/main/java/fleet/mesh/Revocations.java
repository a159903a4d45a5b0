package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom nobody may let in any more, as ssh-keygen(1) reads it under KEY REVOCATION LISTS. */
final class Revocations {
  private Revocations() {}

  /**
   * The keys, the name and every certificate of the revoked; of a machine that is no more in
   * fleet.yaml only the certificates, because it may be there under another name.
   */
  static String of(Fleet fleet, KeyBook book, CertificateBook signed) {
    Set<String> members =
        fleet.members().stream().map(Machine::name).collect(Collectors.toUnmodifiableSet());
    Set<String> held =
        members.stream()
            .flatMap(name -> book.of(name).login().stream())
            .map(PublicKey::body)
            .collect(Collectors.toUnmodifiableSet());
    List<String> lines = new ArrayList<>();
    fleet.machines().stream()
        .filter(machine -> machine.revoked().isPresent())
        .forEach(
            machine -> {
              lines.add("id: fleet:" + machine.name());
              book.of(machine.name()).bodies().stream()
                  .filter(body -> !held.contains(body))
                  .flatMap(body -> PublicKey.ofBody(body).stream())
                  .forEach(key -> lines.add("key: " + key.text()));
            });
    signed.certificates().stream()
        .filter(one -> one.kind() == CertificateWish.Kind.USER)
        .filter(one -> !members.contains(one.machine()))
        .forEach(one -> lines.add("serial: " + one.serial()));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
