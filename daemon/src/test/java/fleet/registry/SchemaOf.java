package fleet.registry;

import fleet.yaml.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of a declared shape. */
final class SchemaOf {
  private SchemaOf() {}

  static Map<String, Object> document(Shape shape, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(of(shape));
    return schema;
  }

  private static Map<String, Object> of(Shape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (shape) {
      case Shape.Text text -> {
        schema.put("type", types(text));
        schema.put("pattern", whole(text.pattern()));
        schema.put("$comment", "wants " + text.wanted());
      }
      case Shape.Whole whole -> {
        schema.put("type", "integer");
        schema.put("minimum", whole.least());
        schema.put("maximum", whole.most());
      }
      case Shape.Flag _ -> schema.put("type", "boolean");
      case Shape.Word word -> schema.put("enum", word.words());
      case Shape.ListOf list -> {
        schema.put("type", "array");
        schema.put("items", of(list.item()));
        schema.put("minItems", list.least());
        schema.put("uniqueItems", list.distinct());
      }
      case Shape.MapOf map -> {
        schema.put("type", "object");
        schema.put("propertyNames", Map.of("pattern", whole(map.key().pattern())));
        schema.put("additionalProperties", of(map.value()));
      }
      case Shape.Section section -> section(schema, section);
    }
    return schema;
  }

  private static void section(Map<String, Object> schema, Shape.Section section) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Shape.Key key : section.keys()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", key.about());
      property.putAll(of(key.shape()));
      properties.put(key.name(), property);
    }
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        section.keys().stream().filter(Shape.Key::required).map(Shape.Key::name).toList());
    schema.put("additionalProperties", false);
  }

  /**
   * An editor takes a plain 7 for a number and a plain true for a boolean; to us they are texts.
   */
  private static List<String> types(Shape.Text text) {
    List<String> types = new ArrayList<>(List.of("string"));
    if ("7".matches(text.pattern())) {
      types.add("number");
    }
    if ("true".matches(text.pattern())) {
      types.add("boolean");
    }
    return types;
  }

  private static String whole(String pattern) {
    return "^(?:" + pattern + ")$";
  }
}
