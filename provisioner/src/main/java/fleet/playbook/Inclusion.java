package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import fleet.yaml.Yaml;
import fleet.yaml.YamlList;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One playbook being read, the playbooks that it includes put in their places. */
final class Inclusion {
  private static final int MOST_STEPS = 5_000;

  private final PlaybookReader reader;
  private final Map<Path, YamlNode> files = new HashMap<>();
  private int steps;

  Inclusion(PlaybookReader reader) {
    this.reader = reader;
  }

  Playbook read(Path file) {
    return read(file, Optional.empty(), List.of());
  }

  Playbook made(Path file, YamlNode node) {
    files.put(real(file), node);
    return read(file);
  }

  private Playbook read(Path file, Optional<Playbook.Settings> from, List<Path> chain) {
    Fields fields =
        Fields.of(
            files.computeIfAbsent(real(file), _ -> Yaml.read(file)),
            "a playbook",
            PlaybookKeys.FILE.names());
    Playbook.Settings settings = settings(fields, file, from);
    if (!fields.has(PlaybookKeys.STEPS) && !fields.has(PlaybookKeys.INCLUDE)) {
      throw new BadFileException(fields.at(), "a playbook needs 'steps' or 'include'");
    }
    List<Path> deeper = Stream.concat(chain.stream(), Stream.of(file)).toList();
    List<StepText> all = new ArrayList<>();
    for (YamlNode include : list(fields, PlaybookKeys.INCLUDE)) {
      all.addAll(include(include, settings, deeper));
    }
    for (YamlNode node : fields.list(PlaybookKeys.STEPS)) {
      all.addAll(step(node, settings, deeper));
    }
    return new Playbook(settings.playbook(), file, fields.text("about", ""), all);
  }

  private List<StepText> include(YamlNode node, Playbook.Settings settings, List<Path> chain) {
    Path file =
        reader.included(node.at(), node.asText("an item of 'include'"), settings.directory());
    count(node.at());
    if (chain.stream().anyMatch(above -> real(above).equals(real(file)))) {
      String way =
          Stream.concat(chain.stream(), Stream.of(file))
              .map(path -> String.valueOf(path.getFileName()))
              .collect(Collectors.joining(" > "));
      throw new BadFileException(node.at(), "a playbook may not include itself: " + way);
    }
    return read(file, Optional.of(settings), chain).steps();
  }

  private List<StepText> step(YamlNode node, Playbook.Settings settings, List<Path> chain) {
    count(node.at());
    Optional<YamlMap.Entry> include =
        node.asMap("a step").entries().stream()
            .filter(entry -> entry.key().text().equals(PlaybookKeys.INCLUDE))
            .findFirst();
    if (include.isEmpty()) {
      return List.of(StepText.read(node, settings));
    }
    Fields fields = Fields.of(node, "an include", PlaybookKeys.INCLUDED.names());
    List<When> conditions = new ArrayList<>(settings.conditions());
    When.read(fields).ifPresent(conditions::add);
    return include(include.get().value(), settings.under(conditions), chain);
  }

  private void count(Position at) {
    steps++;
    if (steps > MOST_STEPS) {
      throw new BadFileException(
          at, "with its includes this playbook has more than %d steps".formatted(MOST_STEPS));
    }
  }

  private static Playbook.Settings settings(
      Fields fields, Path file, Optional<Playbook.Settings> from) {
    List<When> conditions = new ArrayList<>();
    from.ifPresent(outer -> conditions.addAll(outer.conditions()));
    When.read(fields).ifPresent(conditions::add);
    Map<String, String> vars = new LinkedHashMap<>();
    for (YamlMap.Entry entry : fields.entries(PlaybookKeys.VARS)) {
      vars.put(name(entry), entry.value().asText(Shown.quoted(entry.key().text())));
    }
    from.ifPresent(outer -> vars.putAll(outer.vars()));
    Set<String> tags = new HashSet<>(Common.texts(fields, "tags"));
    from.ifPresent(outer -> tags.addAll(outer.tags()));
    return new Playbook.Settings(
        fields.text("playbook"),
        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/")),
        fields.bool("sudo", from.map(Playbook.Settings::sudo).orElse(false)),
        List.copyOf(conditions),
        Map.copyOf(vars),
        Set.copyOf(tags),
        Optional.empty());
  }

  private static String name(YamlMap.Entry entry) {
    String name = entry.key().text();
    if (!Scope.isName(name)) {
      throw new BadFileException(
          entry.key().at(),
          "a variable's name is lower-case letters, digits and _, not " + Shown.quoted(name));
    }
    if (Scope.FILLED.contains(name)) {
      throw new BadFileException(
          entry.key().at(), "'" + name + "' is filled by fleet itself: take another name");
    }
    return name;
  }

  private static List<YamlNode> list(Fields fields, String key) {
    return fields
        .node(key)
        .map(node -> node instanceof YamlList list ? list.items() : List.of(node))
        .orElse(List.of());
  }

  /** The file that a path leads to in the end, so that two ways to it are the same. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) {
      return file.toAbsolutePath().normalize();
    }
  }
}
