package fleet.harden;

import fleet.registry.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which machines may look at another one on a network, the best first. */
final class Scanners {
  private Scanners() {}

  /**
   * All that have an address there and are not reached through the machine itself.
   *
   * @param last who looked before
   */
  static List<Machine> of(
      Machine machine, Network network, List<Machine> fleet, Optional<String> last) {
    String own = network.address(machine).orElse("");
    List<Machine> others = new ArrayList<>();
    int at = fleet.indexOf(machine);
    for (int i = 1; i < fleet.size() + 1; i++) {
      // Its neighbour in the file first, so that not one machine looks at all others.
      Machine other = fleet.get((at + i) % fleet.size());
      if (!other.name().equals(machine.name())
          && network.address(other).isPresent()
          && !isBehind(other, machine, fleet, fleet.size())) {
        others.add(other);
      }
    }
    Comparator<Machine> order =
        Comparator.comparing((Machine other) -> !last.equals(Optional.of(other.name())));
    others.sort(
        order.thenComparing(
            other -> -common(own, network.address(other).orElse("")), Comparator.naturalOrder()));
    return others;
  }

  private static boolean isBehind(Machine other, Machine gate, List<Machine> fleet, int most) {
    Optional<Machine> jump =
        fleet.stream().filter(m -> other.jump().equals(Optional.of(m.name()))).findFirst();
    return jump.isPresent()
        && most > 0
        && (jump.get().name().equals(gate.name()) || isBehind(jump.get(), gate, fleet, most - 1));
  }

  /** How many parts two addresses begin with in common: who is on the same link shares most. */
  private static int common(String one, String other) {
    String[] parts = one.split("[.:]", -1);
    String[] others = other.split("[.:]", -1);
    int same = 0;
    while (same < Math.min(parts.length, others.length) && parts[same].equals(others[same])) {
      same++;
    }
    return Math.min(same, 3);
  }
}
