package fleet.registry;

import fleet.yaml.Shown;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which machines {@code --on} means. */
final class Selection {
  private Selection() {}

  static List<Machine> of(Fleet fleet, String on) {
    Set<String> chosen = new HashSet<>();
    for (String part : on.split(",", -1)) {
      String word = part.strip();
      if (word.isEmpty()) {
        throw new BadSelectionException(
            "--on wants machines, role:NAME or all, with commas between, not " + Shown.quoted(on));
      }
      chosen.addAll(names(fleet, word));
    }
    List<Machine> machines =
        fleet.members().stream().filter(m -> chosen.contains(m.name())).toList();
    if (machines.isEmpty()) {
      throw new BadSelectionException(
          "--on %s means no machine: %s has %d, %d of them members"
              .formatted(
                  Shown.quoted(on),
                  fleet.file().getFileName(),
                  fleet.machines().size(),
                  fleet.members().size()));
    }
    return machines;
  }

  private static List<String> names(Fleet fleet, String word) {
    if (word.equals("all")) {
      return fleet.members().stream().map(Machine::name).toList();
    }
    if (word.startsWith("role:")) {
      Role role = fleet.role(word.substring("role:".length()).strip());
      return fleet.members().stream()
          .filter(m -> m.roles().contains(role.name()))
          .map(Machine::name)
          .toList();
    }
    Machine machine = fleet.machine(word);
    if (machine.revoked().isPresent()) {
      throw new BadSelectionException(
          "machine %s was revoked on %s: remove 'revoked' from it in %s to use it again"
              .formatted(machine.name(), machine.revoked().get(), fleet.file().getFileName()));
    }
    return List.of(machine.name());
  }
}
