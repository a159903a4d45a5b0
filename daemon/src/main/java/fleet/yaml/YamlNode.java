package fleet.yaml;

/**
 * One value of a YAML file, as written: nothing is evaluated, and the tree cannot change.
 *
 * <p>{@code what} in the methods names the value in an error: {@code 'user'}, {@code an item of
 * 'roles'}.
 */
public sealed interface YamlNode permits YamlScalar, YamlList, YamlMap {
  /** Where it begins. */
  Position at();

  /** Just behind its last character. */
  Position end();

  /** In an error: what kind of value this is. */
  String kind();

  /** Whether nothing was written: {@code key:} alone, or a plain {@code ~} or {@code null}. */
  default boolean isEmpty() {
    return false;
  }

  default YamlMap asMap(String what) {
    return switch (this) {
      case YamlMap map -> map;
      case YamlScalar _, YamlList _ -> throw wants(what, "a map (key: value)");
    };
  }

  default YamlList asList(String what) {
    return switch (this) {
      case YamlList list -> list;
      case YamlScalar scalar when !scalar.isEmpty() ->
          throw wants(what, "a list, as in [" + Shown.oneLine(scalar.text()) + "]");
      case YamlScalar _, YamlMap _ -> throw wants(what, "a list, as in [a, b]");
    };
  }

  /** The raw text of a scalar; the text {@code ""} is a text, an empty value is none. */
  default String asText(String what) {
    return switch (this) {
      case YamlScalar scalar when !scalar.isEmpty() -> scalar.text();
      case YamlScalar _, YamlList _, YamlMap _ -> throw wants(what, "a text");
    };
  }

  /** An error at this value: {@code what} wants {@code wanted}, and not what is here. */
  default BadFileException wants(String what, String wanted) {
    String here = isEmpty() ? ", but is empty" : ", not " + kind();
    return new BadFileException(at(), what + " wants " + wanted + here);
  }
}
