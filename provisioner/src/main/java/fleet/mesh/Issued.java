package fleet.mesh;

import fleet.playbook.Content;
import fleet.registry.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * What the authority gives out; all of it is public.
 *
 * @param userAuthority whose signature lets a machine in
 * @param hostAuthority whose signature shows that a machine is the right one
 * @param certificates the present ones
 * @param signed how many of them are new
 * @param revocations the key revocation list
 */
record Issued(
    PublicKey userAuthority,
    PublicKey hostAuthority,
    List<Certificate> certificates,
    int signed,
    Content revocations) {
  Issued {
    certificates = List.copyOf(certificates);
  }

  Optional<String> text(CertificateWish.Kind kind, String machine) {
    return certificates.stream()
        .filter(one -> one.kind() == kind && one.machine().equals(machine))
        .map(Certificate::text)
        .findFirst();
  }

  /** What the phase comes to. */
  String told() {
    return "%d certificates: %d signed, %d still good"
        .formatted(certificates.size(), signed, certificates.size() - signed);
  }
}
