package fleet.yaml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"0123", "yes", "no", "on", "2026-11-20", "1e3", "0x1f", "12:30:45", "1_000", ".5"})
  void scalarsStayRaw(String text) {
    assertEquals(text, value("key: " + text).asText("key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key:", "key: ~", "key: null", "key: Null", "key: # nothing", "{key}"})
  void nothingIsEmpty(String text) {
    YamlNode value = value(text);
    assertTrue(value.isEmpty());
    var e = assertThrows(BadFileException.class, () -> value.asText("'key'"));
    assertTrue(e.getMessage().endsWith(": 'key' wants a text, but is empty"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"key: ''", "key: \"\"", "key: |\n"})
  void anEmptyTextIsAText(String text) {
    assertEquals("", value(text).asText("key"));
  }

  @Test
  void everyNodeKnowsItsPlace() {
    YamlMap root =
        Yaml.read("f", "# é\nü: [a, {k: 'v w'}]\nb:\n  c: |\n    x\n  # behind\n# far behind\n")
            .asMap("it");
    YamlList list = (YamlList) root.entries().get(0).value();
    assertEquals("f:2:4", list.at().toString());
    assertEquals("f:2:19", list.end().toString());
    assertEquals("f:2:12", ((YamlMap) list.items().get(1)).get("k").orElseThrow().at().toString());
    assertEquals("f:4:3", root.get("b").orElseThrow().at().toString());
    assertEquals(6, root.get("b").orElseThrow().end().line());
    assertEquals(List.of("ü", "b"), root.entries().stream().map(e -> e.key().text()).toList());
  }

  static List<Arguments> refused() {
    return List.of(
        bad("", "1:1", "this file is empty"),
        bad("# only a comment\n", "1:1", "this file is empty"),
        bad("---\n", "1:1", "this file is empty"),
        bad("a: 1\nb: 2\na: 3\n", "3:1", "'a' is given twice: the first is at f:1:1"),
        bad("a: {x: 1, 'x': 2}", "1:11", "'x' is given twice: the first is at f:1:5"),
        bad("a: !!str x", "1:4", "tags are not evaluated: remove '!!str', or quote the text"),
        bad(
            "a: !secret {b: c}",
            "1:4",
            "tags are not evaluated: remove '!secret', or quote the text"),
        bad(
            "a: !!javax.script.ScriptEngineManager []",
            "1:4",
            "tags are not evaluated: remove '!!javax.script.ScriptEngineManager', or quote the text"),
        bad("a: &x 1\nb: *x", "1:4", "'&x' is an anchor: write values out, or quote a text"),
        bad("a: *x", "1:4", "'*x' is an alias: write the value out, or quote a text"),
        bad("a: *.example", "1:5", "a text that begins with '*' or '&' must be quoted"),
        bad("a: {<<: b}", "1:5", "merge keys (<<) are not evaluated: write them out"),
        bad("? [a]\n: b", "1:3", "a key must be a plain text"),
        bad("{a: 1, : 2}", "1:8", "a key or a value is missing before this"),
        bad("~: 2", "1:1", "a key is missing here"),
        bad("a: 1\n---\nb: 2\n", "2:1", "a second document begins here: a file holds one"),
        bad("a:\n\tb: 1", "2:1", "a tab may not stand here: indent with spaces"),
        bad("a: @x", "1:4", "a text may not begin with this character: quote it"),
        bad("a: b: c", "1:5", "a ':' may not stand here: quote the text, or mend the indentation"),
        bad(
            "a: 1\nb: [1, 2\nc: 3\n",
            "2:4",
            "this bracket is not closed, or a ',' is missing in it"),
        bad("a: [1, {x: 2]", "1:13", "a ',' or a closing bracket is missing before this"),
        bad("a: 1\nb: [1, 2\n", "2:4", "this bracket is not closed, or a ',' is missing in it"),
        bad("a: 'x\n\n", "1:4", "this quote is not closed"),
        bad(
            "a: \"\\q\"",
            "1:6",
            "this \\ escape is unknown: write \\\\ for a backslash, or use 'single quotes'"),
        bad("a: \"\\0\"", "1:4", "a NUL character may not stand in a text"),
        bad(
            "a: 1\n  b: 2",
            "2:4",
            "a ':' may not stand here: quote the text, or mend the indentation"),
        bad(
            "a:\n  b: 1\n c: 2",
            "3:2",
            "this does not line up with what stands above: mend the indentation or the quotes"),
        bad("a\u0007: 1", "1:2", "the unseen character U+0007 may not stand in this file"),
        bad("é: 1\r\nb: \u202Ex", "2:4", "the unseen character U+202E may not stand in this file"),
        bad("a: \uE000", "1:4", "the unseen character U+E000 may not stand in this file"),
        bad("a: \uD800", "1:4", "the unseen character U+D800 may not stand in this file"),
        bad("a: x\u2028b: y", "1:5", "the unseen character U+2028 may not stand in this file"),
        bad(
            "%YAML 9.9\n--- a",
            "1:1", "this is not YAML: found incompatible YAML document (version 1.* is required)"),
        bad("a: \"x\"y", "1:7", ""));
  }

  private static Arguments bad(String text, String at, String why) {
    return Arguments.of(text, at, why);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text, String at, String why) {
    var e = assertThrows(BadFileException.class, () -> Yaml.read("f", text));
    assertTrue(e.getMessage().startsWith("f:" + at + ": "), e.getMessage());
    if (!why.isEmpty()) {
      assertEquals("f:" + at + ": " + why, e.getMessage());
    }
  }

  @Test
  void deepNestingIsRefusedAndShallowIsNot() {
    assertEquals("a list", Yaml.read("f", "[".repeat(32) + "]".repeat(32)).kind());
    for (String deep :
        List.of("[".repeat(33) + "]".repeat(33), "[".repeat(60_000), "- ".repeat(30_000))) {
      var e = assertThrows(BadFileException.class, () -> Yaml.read("f", deep));
      assertTrue(e.getMessage().endsWith(": this is nested deeper than 32"), e.getMessage());
    }
  }

  @Test
  void filesMayHaveAByteOrderMarkAndCarriageReturns(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("f.yaml");
    Files.writeString(file, "\uFEFFa: 1\r\nb:\r\n  - x\r\n");
    YamlMap root = Yaml.read(file).asMap("it");
    assertEquals(new Position(file.toString(), 1, 1), root.at());
    assertEquals("f.yaml:3:5", place(root.get("b").orElseThrow().asList("b").items().getFirst()));
  }

  @Test
  void whatIsNoReadableTextFileIsRefused(@TempDir Path folder) throws Exception {
    Path latin = Files.write(folder.resolve("latin"), "a: 1\nbé: x".getBytes(ISO_8859_1));
    Path cut = Files.write(folder.resolve("cut"), new byte[] {'a', (byte) 0xC3});
    Path large = Files.write(folder.resolve("large"), "xy\n".repeat(1 << 19).getBytes(UTF_8));
    assertRefused(latin, ":2:2: this byte is not UTF-8: save the file as UTF-8");
    assertRefused(cut, ":1:2: this byte is not UTF-8: save the file as UTF-8");
    assertRefused(large, ":1:1: this file is larger than 1 MiB");
    Path wide = Files.writeString(folder.resolve("wide"), "a: 1\nb: " + "x".repeat(70_000));
    assertRefused(wide, ":2:1: this line is longer than 64 KiB: break it up");
    assertRefused(folder, ":1:1: this is a directory, not a file");
    assertRefused(folder.resolve("none"), ":1:1: there is no such file");
  }

  private static void assertRefused(Path file, String why) {
    var e = assertThrows(BadFileException.class, () -> Yaml.read(file));
    assertEquals(file + why, e.getMessage());
  }

  private static String place(YamlNode node) {
    return Path.of(node.at().file()).getFileName()
        + ":"
        + node.at().line()
        + ":"
        + node.at().column();
  }

  private static YamlNode value(String text) {
    return Yaml.read("f", text).asMap("it").entries().getFirst().value();
  }
}
