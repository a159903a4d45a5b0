package fleet.registry;

import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Fields;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The machines, and what they say about each other and about roles. */
final class MachineReader {
  private static final int MOST_JUMPS = 8;

  private final Defaults defaults;
  private final Paths paths;
  private final List<String> roles;
  private final Acceptance acceptance;
  private final List<YamlMap.Entry> entries;
  private final Map<String, String> declared = new LinkedHashMap<>();

  MachineReader(
      Defaults defaults,
      Paths paths,
      List<Role> roles,
      Acceptance acceptance,
      List<YamlMap.Entry> entries) {
    this.defaults = defaults;
    this.paths = paths;
    this.roles = roles.stream().map(Role::name).toList();
    this.acceptance = acceptance;
    this.entries = entries;
    entries.forEach(e -> declared.put(MachineName.key(e.key().text()), e.key().text()));
  }

  List<Machine> machines() {
    Map<String, Machine> machines = new LinkedHashMap<>();
    Map<String, Position> names = new HashMap<>();
    Map<String, Position> addresses = new HashMap<>();
    for (var entry : entries) {
      String name = entry.key().text();
      refuseTwice(names, MachineName.key(name), entry.key().at(), "machine " + name);
      Machine machine = machine(name, fields(entry));
      machines.put(MachineName.key(name), machine);
      if (machine.revoked().isEmpty()) {
        Position at = fields(entry).required("address").at();
        String place = Address.canonical(machine.address()) + " port " + machine.port();
        refuseTwice(addresses, place, at, "machine " + name + ": address " + place);
      }
    }
    entries.forEach(entry -> checkJump(machines, entry));
    return List.copyOf(machines.values());
  }

  private static void refuseTwice(
      Map<String, Position> seen, String key, Position at, String what) {
    Position first = seen.putIfAbsent(key, at);
    if (first != null) {
      throw new BadFileException(at, what + " is given twice: the first is at " + first);
    }
  }

  private Machine machine(String name, Fields fields) {
    String user =
        fields
            .optionalText("user")
            .or(defaults::user)
            .orElseThrow(() -> fields.error("user", "is missing, here or in 'defaults'"));
    SequencedSet<String> users = new LinkedHashSet<>(List.of(user));
    users.addAll(fields.names("users"));
    Optional<Path> identity = fields.optionalText("identity").map(paths::expand);
    return new Machine(
        name,
        fields.text("address"),
        fields.optionalText("lan"),
        user,
        List.copyOf(users),
        fields.integer("port", 1, 65535, defaults.port()),
        fields.optionalText("os"),
        identity.or(defaults::identity),
        roles(name, fields),
        fields.integer("slots", 0, 1000, 1),
        fields.optionalText("jump").map(jump -> spelledAsDeclared(name, jump, fields)),
        ports(name, fields),
        fields.bool("forward-agent", false),
        fields.optionalText("revoked"),
        accepted(fields));
  }

  /** What it says itself of a control counts more than what is said for all. */
  private Map<String, String> accepted(Fields fields) {
    Map<String, String> all = new HashMap<>(defaults.accepted());
    all.putAll(acceptance.of(fields));
    return all;
  }

  private List<String> roles(String name, Fields fields) {
    for (YamlNode item : fields.list("roles")) {
      String role = item.asText("a role");
      if (!roles.contains(role)) {
        throw new BadFileException(
            item.at(),
            "machine %s has the role %s, which is not declared under 'roles'%s"
                .formatted(name, Shown.quoted(role), DidYouMean.hint(role, roles)));
      }
    }
    return fields.names("roles");
  }

  private static List<PortRule> ports(String name, Fields fields) {
    List<PortRule> rules = new ArrayList<>();
    for (YamlNode item : fields.list("ports")) {
      Fields port = Fields.of(item, "a port of machine " + name, FleetShape.PORT.names());
      if (port.has("tcp") == port.has("udp")) {
        throw new BadFileException(
            item.at(), "a port of machine " + name + " wants either tcp: NUMBER or udp: NUMBER");
      }
      String protocol = port.has("tcp") ? "tcp" : "udp";
      rules.add(
          new PortRule(
              protocol,
              port.integer(protocol, 1, 65535).orElseThrow(),
              port.text("from", "tailnet")));
    }
    return rules;
  }

  private String spelledAsDeclared(String name, String jump, Fields fields) {
    return Optional.ofNullable(declared.get(MachineName.key(jump)))
        .orElseThrow(
            () ->
                new BadFileException(
                    fields.required("jump").at(),
                    "machine %s: there is no machine %s to jump through%s"
                        .formatted(
                            name, Shown.quoted(jump), DidYouMean.hint(jump, declared.values()))));
  }

  private static void checkJump(Map<String, Machine> machines, YamlMap.Entry entry) {
    Machine first = machine(machines, entry.key().text());
    if (first.revoked().isPresent()) {
      return;
    }
    SequencedSet<String> way = new LinkedHashSet<>();
    Machine at = first;
    while (way.add(at.name())) {
      if (at.revoked().isPresent()) {
        throw fields(entry)
            .error("jump", "leads through " + at.name() + ", which is revoked: name another way");
      }
      if (at.jump().isEmpty()) {
        return;
      }
      if (way.size() > MOST_JUMPS) {
        throw fields(entry).error("jump", "goes through more than " + MOST_JUMPS + " machines");
      }
      at = machine(machines, at.jump().get());
    }
    String circle = String.join(" → ", way) + " → " + at.name();
    throw fields(entry).error("jump", "goes in a circle: " + Shown.oneLine(circle));
  }

  private static Machine machine(Map<String, Machine> machines, String name) {
    return Optional.ofNullable(machines.get(MachineName.key(name))).orElseThrow();
  }

  private static Fields fields(YamlMap.Entry entry) {
    return Fields.of(entry.value(), "machine " + entry.key().text(), FleetShape.MACHINE.names());
  }
}
