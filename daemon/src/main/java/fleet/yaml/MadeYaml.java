package fleet.yaml;

import java.util.List;
import java.util.Map;

/** YAML that nobody wrote: values as the nodes that reading them from a file would have given. */
public final class MadeYaml {
  private MadeYaml() {}

  /**
   * The node of a value.
   *
   * @param at where errors say that it stands
   * @param value a map by text, a list, or a text
   */
  public static YamlNode node(Position at, Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          new YamlMap(
              at,
              at,
              map.entrySet().stream()
                  .map(
                      entry ->
                          new YamlMap.Entry(scalar(at, entry.getKey()), node(at, entry.getValue())))
                  .toList());
      case List<?> list -> new YamlList(at, at, list.stream().map(item -> node(at, item)).toList());
      default -> scalar(at, value);
    };
  }

  private static YamlScalar scalar(Position at, Object value) {
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException("only texts are scalars here, not " + value);
    }
    return new YamlScalar(at, at, text, true);
  }
}
