package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Fields;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import fleet.yaml.YamlList;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import fleet.yaml.YamlScalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What one step's YAML says, variables filled in and every value checked against its type. */
public final class Arguments {
  private static final int LARGEST_SOURCE = 1 << 20;

  private final String kind;
  private final Parameters parameters;
  private final YamlNode node;
  private final Scope scope;

  private Arguments(String kind, Parameters parameters, YamlNode node, Scope scope) {
    this.kind = kind;
    this.parameters = parameters;
    this.node = node;
    this.scope = scope;
  }

  static Arguments read(String kind, Parameters parameters, YamlNode node, Scope scope) {
    if (node instanceof YamlScalar scalar && !parameters.shorthand().isEmpty()) {
      scalar.asText(kind);
    } else {
      Fields.of(node, "a " + kind + " step", parameters.names());
    }
    Arguments in = new Arguments(kind, parameters, node, scope);
    parameters.list().forEach(in::check);
    return in;
  }

  /** Checks a value even if nobody will ask for it, as in a step that does not apply. */
  private void check(Parameter parameter) {
    Optional<YamlNode> value = value(parameter.name());
    if (value.isEmpty() && parameter.required()) {
      throw new BadFileException(node.at(), "a " + kind + " step needs '" + parameter.name() + "'");
    }
    if (parameter.type().isList()) {
      texts(parameter.name());
    } else {
      value.ifPresent(one -> one(parameter, one));
    }
  }

  public Position at() {
    return node.at();
  }

  /** Where a parameter stands, for an error about it. */
  public Position at(String name) {
    return value(name).map(YamlNode::at).orElse(node.at());
  }

  public boolean has(String name) {
    return value(name).isPresent();
  }

  /** A required text, name, path, mode or script. */
  public String text(String name) {
    return optional(name)
        .orElseThrow(
            () -> new BadFileException(node.at(), "a " + kind + " step needs '" + name + "'"));
  }

  /** A text as it is written, references and all: for a title, which must hold no value. */
  public String written(String name) {
    return value(name).map(value -> value.asText("'" + name + "'")).orElse("");
  }

  public String text(String name, String otherwise) {
    return optional(name).orElse(otherwise);
  }

  public Optional<String> optional(String name) {
    Parameter parameter = parameters.get(name);
    return value(name).map(value -> one(parameter, value));
  }

  public boolean bool(String name, boolean otherwise) {
    return optional(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  public OptionalInt integer(String name) {
    return optional(name).stream().mapToInt(Integer::parseInt).findFirst();
  }

  /** A text of a list, and where it stands. */
  public record Item(Position at, String text) {}

  /** A list of texts; a single text is a list of one; none where absent. */
  public List<String> texts(String name) {
    return items(name).stream().map(Item::text).toList();
  }

  /** The same, each with its place for an error about it. */
  public List<Item> items(String name) {
    Parameter parameter = parameters.get(name);
    List<? extends YamlNode> nodes =
        switch (value(name).orElse(null)) {
          case null -> List.of();
          case YamlList list -> list.items();
          case YamlScalar scalar -> List.of(scalar);
          case YamlMap map -> throw map.wants("'" + name + "'", "a list");
        };
    return nodes.stream().map(node -> new Item(node.at(), one(parameter, node))).toList();
  }

  /** What a relative path of a text means: one beside the playbook. */
  public Path beside(String written) {
    try {
      return scope.directory().resolve(written).normalize();
    } catch (InvalidPathException _) {
      throw new BadFileException(node.at(), "is no path here: " + Shown.quoted(written));
    }
  }

  /** Whether there is a file where a text says. */
  public boolean isThere(String name) {
    return Files.isRegularFile(beside(text(name)));
  }

  /** The bytes of a file named beside the playbook, at most 1 MiB. */
  public byte[] source(String name) {
    String written = text(name);
    try {
      Path file = scope.directory().resolve(written).normalize();
      if (!Files.isRegularFile(file)) {
        throw new BadFileException(at(name), "'" + name + "': there is no file " + quoted(file));
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LARGEST_SOURCE + 1);
        if (bytes.length > LARGEST_SOURCE) {
          throw new BadFileException(at(name), quoted(file) + " is larger than 1 MiB");
        }
        return bytes;
      }
    } catch (InvalidPathException _) {
      throw new BadFileException(
          at(name), "'" + name + "' is no path here: " + Shown.quoted(written));
    } catch (IOException _) {
      throw new BadFileException(at(name), "'" + name + "': cannot read " + Shown.quoted(written));
    }
  }

  private static String quoted(Path file) {
    return Shown.quoted(file.toString());
  }

  /**
   * What no one may see of a secret step: its free texts and what they refer to. Which part of them
   * is the secret one, only its author knows.
   */
  Set<String> secrets() {
    Set<String> secrets = new HashSet<>();
    for (Parameter parameter : parameters.list()) {
      boolean free = parameter.type().isFree() && parameter.choices().isEmpty();
      if (free && !parameter.name().equals("lacking")) {
        value(parameter.name()).stream().flatMap(Texts::of).forEach(text -> addTo(secrets, text));
        if (parameter.name().equals("source") && has("source") && isThere("source")) {
          secrets.add(new String(source("source"), StandardCharsets.UTF_8));
        }
      }
    }
    return secrets;
  }

  private void addTo(Set<String> secrets, YamlScalar text) {
    secrets.add(scope.expand(text.at(), text.text()));
    secrets.addAll(scope.values(text.at(), text.text()));
  }

  /** The paths that the step names. */
  List<String> paths() {
    return parameters.list().stream()
        .filter(parameter -> parameter.type() == ParameterType.PATH)
        .flatMap(parameter -> optional(parameter.name()).stream())
        .toList();
  }

  private Optional<YamlNode> value(String name) {
    parameters.get(name);
    return switch (node) {
      case YamlMap map -> map.get(name);
      case YamlScalar scalar when name.equals(parameters.shorthand()) -> Optional.of(scalar);
      case YamlScalar _, YamlList _ -> Optional.empty();
    };
  }

  private String one(Parameter parameter, YamlNode value) {
    String name = "'" + parameter.name() + "'";
    String raw = value.asText(name);
    if (parameter.type() == ParameterType.SCRIPT || parameter.type() == ParameterType.SCRIPTS) {
      return scope.script(value.at(), raw);
    }
    String text = scope.expand(value.at(), raw);
    if (!parameter.choices().isEmpty() && !parameter.choices().contains(text)) {
      throw new BadFileException(
          value.at(),
          name + " cannot be " + Shown.quoted(text) + DidYouMean.hint(text, parameter.choices()));
    }
    return Shape.check(parameter.type(), name, value.at(), text, scope.home());
  }
}
