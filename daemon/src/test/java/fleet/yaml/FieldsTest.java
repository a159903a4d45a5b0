package fleet.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {
  private static final List<String> KEYS = List.of("name", "port", "on", "roles", "inner", "free");

  @Test
  void readsEveryType() {
    Fields f =
        fields(
            """
            name: yes
            port: 22
            on: true
            roles: [b, a]
            inner: {name: x}
            free: {2: b, 1: a}
            """);
    assertEquals("yes", f.text("name"));
    assertEquals(OptionalInt.of(22), f.integer("port", 1, 65535));
    assertTrue(f.bool("on", false));
    assertEquals(List.of("b", "a"), f.names("roles"));
    assertEquals("x", f.fields("inner", List.of("name")).orElseThrow().text("name"));
    assertEquals(List.of("2", "1"), f.entries("free").stream().map(e -> e.key().text()).toList());
  }

  @Test
  void whatIsAbsentHasItsDefault() {
    Fields f = fields("{}");
    assertEquals("x", f.text("name", "x"));
    assertEquals(7, f.integer("port", 1, 9, 7));
    assertTrue(f.bool("on", true));
    assertEquals(List.of(), f.names("roles"));
    assertTrue(f.fields("inner", List.of()).isEmpty());
    assertEquals("a", f.choice("name", List.of("a", "b"), "a"));
  }

  static List<Arguments> refused() {
    return List.of(
        bad("[]", _ -> {}, "1:1: a thing wants a map (key: value), not a list"),
        bad("prot: 1", _ -> {}, "1:1: a thing has no key 'prot': did you mean 'port'?"),
        bad(
            "zzzzzz: 1",
            _ -> {},
            "1:1: a thing has no key 'zzzzzz': known are name, port, on, roles, inner, free"),
        bad("on: true", f -> f.text("name"), "1:1: a thing: 'name' is missing"),
        bad("name: [a]", f -> f.text("name"), "1:7: a thing: 'name' wants a text, not a list"),
        bad("name: ~", f -> f.text("name", "x"), "1:7: a thing: 'name' wants a text, but is empty"),
        bad(
            "port: ssh",
            f -> f.integer("port", 1, 9),
            "1:7: a thing: 'port' wants a whole number from 1 to 9, not 'ssh'"),
        bad(
            "port: 07",
            f -> f.integer("port", 1, 9),
            "1:7: a thing: 'port' wants a whole number from 1 to 9, not '07'"),
        bad(
            "port: 99999999999999999999",
            f -> f.integer("port", 1, 9),
            "1:7: a thing: 'port' wants a whole number from 1 to 9, not '99999999999999999999'"),
        bad(
            "port: 0",
            f -> f.integer("port", 1, 9),
            "1:7: a thing: 'port' wants a whole number from 1 to 9, not '0'"),
        bad(
            "port: 10",
            f -> f.integer("port", 1, 9),
            "1:7: a thing: 'port' wants a whole number from 1 to 9, not '10'"),
        bad(
            "port:",
            f -> f.integer("port", 1, 9),
            "1:6: a thing: 'port' wants a whole number from 1 to 9, but is empty"),
        bad(
            "on: yes",
            f -> f.bool("on", false),
            "1:5: a thing: 'on' wants true or false, not 'yes'"),
        bad(
            "on: {}",
            f -> f.bool("on", false),
            "1:5: a thing: 'on' wants true or false, not a map"),
        bad(
            "roles: dev",
            f -> f.names("roles"),
            "1:8: a thing: 'roles' wants a list, as in [dev], not 'dev'"),
        bad(
            "roles:",
            f -> f.names("roles"),
            "1:7: a thing: 'roles' wants a list, as in [a, b], but is empty"),
        bad("roles: [a, a]", f -> f.names("roles"), "1:12: a thing: 'roles' has 'a' twice"),
        bad(
            "roles: [a, [b]]",
            f -> f.names("roles"),
            "1:12: an item of a thing: 'roles' wants a text, not a list"),
        bad(
            "inner: {nmae: x}",
            f -> f.fields("inner", List.of("name")),
            "1:9: a thing: 'inner' has no key 'nmae': did you mean 'name'?"),
        bad(
            "name: lixun",
            f -> f.choice("name", List.of("linux", "macos")),
            "1:7: a thing: 'name' cannot be 'lixun': did you mean 'linux'?"),
        bad(
            "\"a\\nb\\e\": 1",
            _ -> {},
            "1:1: a thing has no key 'a\\nbU+001B': known are name, port, on, roles, inner, free"));
  }

  private static Arguments bad(String text, Consumer<Fields> use, String why) {
    return Arguments.of(text, use, why);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text, Consumer<Fields> use, String why) {
    var e = assertThrows(BadFileException.class, () -> use.accept(fields(text)));
    assertEquals("f:" + why, e.getMessage());
  }

  @Test
  void aKeyThatIsNotDeclaredCannotBeRead() {
    assertThrows(IllegalStateException.class, () -> fields("{}").text("other"));
  }

  private static Fields fields(String text) {
    return Fields.of(Yaml.read("f", text), "a thing", KEYS);
  }
}
