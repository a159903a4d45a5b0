package fleet.playbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of playbooks, for editors, made from what the reader declares. */
public final class PlaybookSchema {
  private static final Map<String, Object> REFERENCE = text("\\$\\{");

  private PlaybookSchema() {}

  /** The schema as a tree that any JSON writer can write. */
  public static Map<String, Object> document() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A playbook of Fleetmuster");
    schema.putAll(section(PlaybookKeys.FILE));
    schema.put(
        "anyOf",
        List.of(
            Map.of("required", List.of(PlaybookKeys.STEPS)),
            Map.of("required", List.of(PlaybookKeys.INCLUDE))));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("when", section(PlaybookKeys.CONDITIONS));
    definitions.put("include", section(PlaybookKeys.INCLUDED));
    List<Object> steps = new ArrayList<>(List.of(reference("include")));
    for (String kind : Kinds.names()) {
      definitions.put(kind, step(kind, Kinds.find(kind).orElseThrow().parameters()));
      steps.add(reference(kind));
    }
    definitions.put("step", Map.of("oneOf", steps));
    schema.put("$defs", definitions);
    return schema;
  }

  private static Map<String, Object> step(String kind, Parameters parameters) {
    Map<String, Object> schema = section(PlaybookKeys.STEP);
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Object> own = section(parameters);
    properties.put(
        kind,
        parameters.shorthand().isEmpty()
            ? own
            : Map.of("anyOf", List.of(of(parameters.get(parameters.shorthand())), own)));
    properties.putAll(properties(PlaybookKeys.STEP));
    schema.put("properties", properties);
    schema.put("required", List.of(kind));
    return schema;
  }

  private static Map<String, Object> section(Parameters parameters) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties(parameters));
    schema.put(
        "required",
        parameters.list().stream().filter(Parameter::required).map(Parameter::name).toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> properties(Parameters parameters) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Parameter parameter : parameters.list()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", parameter.about());
      property.putAll(of(parameter));
      properties.put(parameter.name(), property);
    }
    return properties;
  }

  private static Map<String, Object> of(Parameter parameter) {
    if (!parameter.choices().isEmpty()) {
      return either(Map.of("enum", parameter.choices()), REFERENCE);
    }
    return switch (parameter.type()) {
      case TEXT, NAME -> Map.of("type", List.of("string", "number", "boolean"));
      case SCRIPT -> Map.of("type", "string");
      // A bare 0644 is a number to an editor.
      case MODE -> either(text("^[0-7]{4}$"), either(Map.of("type", "integer"), REFERENCE));
      case PATH -> text("^[/~]|\\$\\{");
      case BOOL -> either(Map.of("type", "boolean"), REFERENCE);
      case INTEGER -> either(Map.of("type", "integer"), REFERENCE);
      case TEXTS -> listOf(Map.of("type", List.of("string", "number", "boolean")));
      case SCRIPTS -> listOf(Map.of("type", "string"));
      case PATHS -> listOf(text("^[/~]|\\$\\{"));
      case WHEN -> reference("when");
      case STEPS -> Map.of("type", "array", "items", reference("step"));
      case VARS ->
          Map.of(
              "type",
              "object",
              "propertyNames",
              text("^" + Scope.NAME + "$"),
              "additionalProperties",
              Map.of("type", List.of("string", "number", "boolean")));
    };
  }

  private static Map<String, Object> text(String pattern) {
    return Map.of("type", "string", "pattern", pattern);
  }

  private static Map<String, Object> listOf(Map<String, Object> item) {
    return either(item, Map.of("type", "array", "items", item));
  }

  private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
    return Map.of("anyOf", List.of(one, other));
  }

  private static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/$defs/" + name);
  }
}
