package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import fleet.yaml.BadFileException;
import fleet.yaml.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The schema is what the reader declares, and the reader heeds every key that it declares. */
class SchemaTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A fleet in which every key there is has a value other than its default. */
  private static final String FULL =
      """
      {"fleet": "x", "coordinator": "https://h:1",
       "defaults": {"user": "d", "port": 2222, "identity": "~/k"},
       "machines": {
         "m": {"address": "h", "lan": "l", "user": "u", "users": ["v"], "port": 23, "os": "linux",
               "identity": "/k", "roles": ["r"], "slots": 5, "jump": "n",
               "ports": [{"tcp": 1, "from": "lan"}, {"udp": 2}], "forward-agent": true,
               "harden": {"accept": {"c-d": "here"}}, "revoked": "2026-01-01"},
         "n": {"address": "i"}},
       "mesh": {"mode": "ca"}, "harden": {"accept": {"c": "why"}}, "roles": {"r": ["p"]},
       "projects": {"a": {"name": "A", "repo": "o/n", "capabilities": ["c"], "secrets": "/a"}},
       "agents": {"b": {"command": ["b"]}},
       "secrets": {"provider": "command", "command": ["s"], "required": ["K"],
                   "shared": {"source": "/i", "keys": ["K"]}}}
      """;

  @Test
  void theSchemaIsWhatTheReaderDeclares() throws Exception {
    String made = JSON.writeValueAsString(SchemaOf.document(FleetShape.FLEET, "fleet.yaml")) + "\n";
    Path fresh = Path.of("target", "fleet.registry.schema.json");
    Files.writeString(fresh, made);
    assertEquals(
        made, Registry.schema(), "copy " + fresh + " to src/main/resources/fleet/registry");
  }

  @Test
  void theFullFleetHasEveryDeclaredKey() {
    List<String> declared = new ArrayList<>();
    declared(FleetShape.FLEET, "", declared);
    List<String> present = paths().map(path -> String.join("/", shape(path))).distinct().toList();
    assertEquals(declared.stream().sorted().toList(), present.stream().sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("paths")
  void everyKeyCounts(List<String> path) throws Exception {
    Map<?, ?> tree = JSON.readValue(FULL, LinkedHashMap.class);
    Fleet whole = read(FULL);
    Object at = tree;
    for (String step : path.subList(0, path.size() - 1)) {
      at = Objects.requireNonNull(inner(at, step));
    }
    ((Map<?, ?>) at).remove(path.getLast());
    Object without;
    try {
      without = read(JSON.writeValueAsString(tree));
    } catch (BadFileException e) {
      without = e.getMessage();
    }
    assertNotEquals(whole, without);
  }

  private static @Nullable Object inner(Object at, String step) {
    return at instanceof List<?> list
        ? list.get(Integer.parseInt(step))
        : ((Map<?, ?>) at).get(step);
  }

  static Stream<List<String>> paths() {
    List<List<String>> paths = new ArrayList<>();
    collect(JSON.readValue(FULL, LinkedHashMap.class), FleetShape.FLEET, List.of(), paths);
    return paths.stream();
  }

  /** The paths of declared keys, not of names that the author of the file chose. */
  private static void collect(
      Object value, Shape shape, List<String> path, List<List<String>> paths) {
    switch (shape) {
      case Shape.Section section ->
          ((Map<?, ?>) value)
              .forEach(
                  (key, inner) -> {
                    Shape.Key declared =
                        section.keys().stream()
                            .filter(k -> k.name().equals(key))
                            .findFirst()
                            .orElseThrow();
                    paths.add(with(path, declared.name()));
                    collect(inner, declared.shape(), with(path, declared.name()), paths);
                  });
      case Shape.MapOf map ->
          ((Map<?, ?>) value)
              .forEach(
                  (key, inner) -> collect(inner, map.value(), with(path, (String) key), paths));
      case Shape.ListOf list -> {
        List<?> items = (List<?>) value;
        for (int i = 0; i < items.size(); i++) {
          collect(items.get(i), list.item(), with(path, String.valueOf(i)), paths);
        }
      }
      case Shape.Text _, Shape.Whole _, Shape.Flag _, Shape.Word _ -> {}
    }
  }

  private static void declared(Shape shape, String path, List<String> all) {
    switch (shape) {
      case Shape.Section section ->
          section
              .keys()
              .forEach(
                  key -> {
                    String here = path.isEmpty() ? key.name() : path + "/" + key.name();
                    all.add(here);
                    declared(key.shape(), here, all);
                  });
      case Shape.MapOf map -> declared(map.value(), path + "/*", all);
      case Shape.ListOf list -> declared(list.item(), path + "/*", all);
      case Shape.Text _, Shape.Whole _, Shape.Flag _, Shape.Word _ -> {}
    }
  }

  /** The path with chosen names and numbers as stars. */
  private static List<String> shape(List<String> path) {
    List<String> stars = new ArrayList<>(path);
    boolean chosen = List.of("machines", "projects", "agents").contains(path.getFirst());
    if (chosen && stars.size() > 1) {
      stars.set(1, "*");
    }
    if (stars.size() > 3 && stars.get(2).equals("ports")) {
      stars.set(3, "*");
    }
    return stars;
  }

  private static List<String> with(List<String> path, String step) {
    return Stream.concat(path.stream(), Stream.of(step)).toList();
  }

  private static Fleet read(String text) {
    return Registry.read(Path.of("fleet.yaml"), text, Path.of("/home/op"));
  }
}
