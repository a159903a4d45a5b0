package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A certificate that a machine shall have.
 *
 * @param principals as whom, or as which host, its bearer may pass
 */
record CertificateWish(Kind kind, String machine, PublicKey key, List<String> principals) {
  CertificateWish {
    principals = List.copyOf(principals);
  }

  /** Whether it lets a machine in to others, or shows others that a machine is the right one. */
  enum Kind {
    USER(Duration.ofDays(7)),
    HOST(Duration.ofDays(30));

    private final Duration life;

    Kind(Duration life) {
      this.life = life;
    }

    Duration life() {
      return life;
    }
  }

  /** All that a fleet's members shall have, as far as their keys are known. */
  static List<CertificateWish> of(Fleet fleet, KeyBook book) {
    List<String> users = fleet.members().stream().map(Machine::user).distinct().sorted().toList();
    List<CertificateWish> wishes = new ArrayList<>();
    for (Machine machine : fleet.members()) {
      MachineKeys keys = book.of(machine.name());
      keys.login()
          .map(key -> new CertificateWish(Kind.USER, machine.name(), key, users))
          .ifPresent(wishes::add);
      keys.host().stream()
          .findFirst()
          .map(key -> new CertificateWish(Kind.HOST, machine.name(), key, names(machine)))
          .ifPresent(wishes::add);
    }
    return wishes;
  }

  /** Every name that it is reached by; ssh looks for names, aliases too, in small letters. */
  private static List<String> names(Machine machine) {
    return Stream.concat(Stream.of(machine.name(), machine.address()), machine.lan().stream())
        .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
        .distinct()
        .toList();
  }

  /** What the certificate is called where one that is revoked is looked for, and in sshd's log. */
  String keyId() {
    return "fleet:" + machine;
  }

  /** The one among those signed that will do: more than a third of its life is left. */
  Optional<Certificate> kept(List<Certificate> signed, Instant now) {
    return signed.stream()
        .filter(one -> one.kind() == kind && one.machine().equals(machine))
        .reduce((_, last) -> last)
        .filter(last -> last.key().equals(key.body()) && last.principals().equals(principals))
        .filter(last -> now.plus(kind.life().dividedBy(3)).isBefore(last.until()));
  }
}
