package fleet.registry;

import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.Shown;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * From the tree of fleet.yaml to a {@link Fleet}: first its form, then what the parts say together.
 */
final class FleetReader {
  private final Path file;
  private final Paths paths;
  private final PlaybookCheck playbooks;

  FleetReader(Path file, Path home, PlaybookCheck playbooks) {
    this.file = file;
    this.paths = new Paths(home, file);
    this.playbooks = playbooks;
  }

  Fleet fleet(YamlNode root) {
    FleetShape.FLEET.check(root, "fleet.yaml");
    Fields fields = Fields.of(root, "fleet.yaml", FleetShape.FLEET.names());
    Acceptance acceptance = new Acceptance(playbooks);
    Map<String, String> accepted = acceptance.of(fields);
    List<Role> roles = fields.entries("roles").stream().map(this::role).toList();
    Defaults defaults =
        fields
            .fields("defaults", FleetShape.DEFAULTS.names())
            .map(each -> defaults(each, accepted))
            .orElse(new Defaults(Optional.empty(), 22, Optional.empty(), accepted));
    List<YamlMap.Entry> machines = fields.entries("machines");
    return new Fleet(
        file,
        fields.text("fleet"),
        fields.optionalText("coordinator").map(FleetReader::coordinator),
        defaults,
        new MachineReader(defaults, paths, roles, acceptance, machines).machines(),
        fields
            .fields("mesh", FleetShape.MESH.names())
            .map(FleetReader::mesh)
            .orElse(new Mesh(Mesh.Mode.KEYS)),
        roles,
        fields.entries("projects").stream().map(FleetReader::project).toList(),
        agents(fields.entries("agents")),
        fields.fields("secrets", FleetShape.SECRETS.names()).map(FleetReader::secrets));
  }

  private Role role(YamlMap.Entry entry) {
    String name = entry.key().text();
    List<String> refs = new ArrayList<>();
    for (YamlNode item : entry.value().asList(name).items()) {
      String ref = item.asText(name);
      playbooks
          .problem(ref)
          .ifPresent(
              why -> {
                throw new BadFileException(
                    item.at(), "role " + name + ": playbook " + Shown.quoted(ref) + " " + why);
              });
      refs.add(ref);
    }
    return new Role(name, refs);
  }

  private Defaults defaults(Fields fields, Map<String, String> accepted) {
    return new Defaults(
        fields.optionalText("user"),
        fields.integer("port", 1, 65535, 22),
        fields.optionalText("identity").map(paths::expand),
        accepted);
  }

  private static URI coordinator(String text) {
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static Mesh mesh(Fields fields) {
    return new Mesh(Mesh.Mode.valueOf(fields.text("mode", "keys").toUpperCase(Locale.ROOT)));
  }

  private static Project project(YamlMap.Entry entry) {
    String name = entry.key().text();
    Fields fields = Fields.of(entry.value(), "project " + name, FleetShape.PROJECT.names());
    return new Project(
        name,
        fields.text("name", name),
        fields.text("repo"),
        fields.names("capabilities"),
        fields.optionalText("secrets"));
  }

  private static List<Agent> agents(List<YamlMap.Entry> entries) {
    List<Agent> agents = new ArrayList<>();
    for (var entry : entries) {
      String name = entry.key().text();
      Fields fields = Fields.of(entry.value(), "agent " + name, FleetShape.AGENT.names());
      agents.add(new Agent(name, command(fields)));
    }
    Agent.BUILT_IN.stream()
        .filter(built -> agents.stream().noneMatch(a -> a.name().equals(built.name())))
        .toList()
        .forEach(agents::add);
    return agents;
  }

  private static Secrets secrets(Fields fields) {
    var provider = Secrets.Provider.valueOf(fields.text("provider").toUpperCase(Locale.ROOT));
    boolean wanted = provider == Secrets.Provider.COMMAND;
    if (fields.has("command") != wanted) {
      throw fields.error(
          "command", wanted ? "is missing: provider: command runs it" : "is for provider: command");
    }
    return new Secrets(
        provider,
        wanted ? command(fields) : List.of(),
        fields.names("required"),
        fields
            .fields("shared", FleetShape.SHARED.names())
            .map(shared -> new Secrets.Shared(shared.text("source"), shared.names("keys"))));
  }

  private static List<String> command(Fields fields) {
    List<String> words = fields.texts("command");
    if (!Forms.PROGRAM.accepts(words.getFirst())) {
      throw fields.list("command").getFirst().wants("'command'", Forms.PROGRAM.wanted());
    }
    return words;
  }
}
