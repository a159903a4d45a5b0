package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.yaml.MadeYaml;
import fleet.yaml.Position;
import fleet.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The playbook that makes one machine a part of the mesh. */
final class MeshPlaybook {
  private static final String DISTRIBUTE = "authorized-keys";

  private MeshPlaybook() {}

  static YamlNode of(Fleet fleet, KeyBook book, Machine self) {
    Map<String, Object> playbook = new LinkedHashMap<>();
    playbook.put("playbook", "mesh");
    playbook.put("about", "Every machine reaches every other.");
    playbook.put(
        "steps",
        List.of(
            Map.of("private", Map.of("path", "~/.ssh")),
            Map.of(
                "authorized-keys",
                Map.of("keys", keys(fleet, book, self), "revoked", revoked(fleet, book)),
                "id",
                DISTRIBUTE),
            Map.of(
                "known-hosts",
                Map.of(
                    "path",
                    ConfigFragment.KNOWN_HOSTS,
                    "hosts",
                    hosts(fleet, book, self),
                    "gone",
                    gone(fleet))),
            Map.of("directory", Map.of("path", "~/.ssh/config.d", "mode", "0700")),
            Map.of(
                "file",
                Map.of(
                    "path",
                    ConfigFragment.FILE,
                    "mode",
                    "0600",
                    "content",
                    literal(ConfigFragment.of(fleet, self)))),
            Map.of("private", Map.of("path", "~/.ssh/config")),
            Map.of(
                "line",
                Map.of("path", "~/.ssh/config", "line", "Include config.d/*", "at", "top"))));
    return MadeYaml.node(new Position("mesh", 1, 1), playbook);
  }

  /** Whether a step, by its id, lets others in; the rest lets this machine find them. */
  static boolean lets(String id) {
    return id.equals(DISTRIBUTE);
  }

  private static List<String> keys(Fleet fleet, KeyBook book, Machine self) {
    return others(fleet, self)
        .flatMap(
            other ->
                book.of(other.name()).login().stream()
                    .map(key -> key.text() + " " + comment(other)))
        .toList();
  }

  /** What must go: keys that a member had before it had its present one, and all of the revoked. */
  private static List<String> revoked(Fleet fleet, KeyBook book) {
    List<String> held =
        fleet.members().stream()
            .flatMap(m -> book.of(m.name()).login().stream().map(KeyLine::body))
            .toList();
    List<String> all = new ArrayList<>();
    for (Machine machine : fleet.machines()) {
      MachineKeys keys = book.of(machine.name());
      if (machine.revoked().isPresent()) {
        all.add(comment(machine));
        all.addAll(keys.bodies());
      } else {
        all.addAll(keys.former());
      }
    }
    return all.stream().distinct().filter(item -> !held.contains(item)).toList();
  }

  private static List<String> hosts(Fleet fleet, KeyBook book, Machine self) {
    return others(fleet, self)
        .flatMap(
            other ->
                book.of(other.name()).host().stream().map(key -> other.name() + " " + key.text()))
        .toList();
  }

  private static List<String> gone(Fleet fleet) {
    return fleet.machines().stream()
        .filter(machine -> machine.revoked().isPresent())
        .map(Machine::name)
        .toList();
  }

  private static Stream<Machine> others(Fleet fleet, Machine self) {
    return fleet.members().stream().filter(machine -> !machine.name().equals(self.name()));
  }

  private static String comment(Machine machine) {
    return "fleet:" + machine.name();
  }

  /** A dollar sign of a value begins no variable. */
  private static String literal(String value) {
    return value.replace("${", "$${");
  }
}
