package fleet.health;

import fleet.registry.Machine;
import java.util.List;
import java.util.Optional;

/** Machines as fleet.yaml may have them. */
final class Known {
  private Known() {}

  static Machine machine(String name, String address, String... roles) {
    return machine(name, address, 22, Optional.empty(), Optional.empty(), roles);
  }

  static Machine machine(
      String name,
      String address,
      int port,
      Optional<String> lan,
      Optional<String> jump,
      String... roles) {
    return new Machine(
        name,
        address,
        lan,
        "dev",
        List.of("dev"),
        port,
        Optional.empty(),
        Optional.empty(),
        List.of(roles),
        1,
        jump,
        List.of(),
        false,
        Optional.empty());
  }
}
