package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import fleet.yaml.Yaml;
import fleet.yaml.YamlList;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import fleet.yaml.YamlScalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The schema lets pass what the reader takes, and knows each of its keys. */
class PlaybookSchemaTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonMapper.shared().writeValueAsString(PlaybookSchema.document()));

  static List<Path> playbooks() throws IOException {
    return PlaybookMutationTest.playbooks();
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void whatIsReadFits(Path playbook) {
    assertEquals(List.of(), SCHEMA.validate(asAnEditorReads(Yaml.read(playbook))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps: []",
        "{playbook: p}",
        "{playbook: p, steps: [{}]}",
        "{playbook: p, steps: [{pakage: git}]}",
        "{playbook: p, steps: [{package: git, titel: x}]}",
        "{playbook: p, steps: [{package: {nam: git}}]}",
        "{playbook: p, steps: [{file: {content: x}}]}",
        "{playbook: p, steps: [{file: {path: x}}]}",
        "{playbook: p, steps: [{file: {path: /x, mode: '644'}}]}",
        "{playbook: p, steps: [{service: {name: ssh, enabled: yes}}]}",
        "{playbook: p, steps: [{line: {path: /x, line: y, at: middle}}]}",
        "{playbook: p, steps: [{package: git, risk: high}]}",
        "{playbook: p, steps: [{package: git, when: {host: m1}}]}",
        "{playbook: p, vars: {A: b}, steps: []}",
      })
  void whatCannotBeDoesNotFit(String text) {
    assertFalse(SCHEMA.validate(asAnEditorReads(Yaml.read("p.yaml", text))).isEmpty());
  }

  /** As {@code everything.yaml} has every key of the reader and the kinds, so has the schema. */
  @Test
  void everyKeyIsKnown() {
    Set<String> declared = new TreeSet<>();
    PlaybookKeys.FILE.names().forEach(key -> declared.add("/" + key));
    PlaybookKeys.STEP.names().forEach(key -> declared.add("/steps/" + key));
    PlaybookKeys.INCLUDED.names().forEach(key -> declared.add("/steps/" + key));
    PlaybookKeys.CONDITIONS.names().forEach(key -> declared.add("/when/" + key));
    for (String kind : Kinds.names()) {
      declared.add("/steps/" + kind);
      Kinds.find(kind)
          .orElseThrow()
          .parameters()
          .names()
          .forEach(key -> declared.add("/steps/" + kind + "/" + key));
    }
    Set<String> present = new TreeSet<>();
    YamlNode everything = Yaml.read(Path.of("src/test/resources/playbooks/everything.yaml"));
    paths(everything, "").filter(declared::contains).forEach(present::add);
    assertEquals(declared, present);
  }

  private static Stream<String> paths(YamlNode node, String path) {
    return switch (node) {
      case YamlScalar _ -> Stream.of();
      case YamlList list -> list.items().stream().flatMap(item -> paths(item, path));
      case YamlMap map ->
          map.entries().stream()
              .flatMap(
                  entry -> {
                    String here = path + "/" + entry.key().text();
                    return Stream.concat(Stream.of(here), paths(entry.value(), here));
                  });
    };
  }

  /** An editor sees numbers and truth values where we keep texts. */
  private static JsonNode asAnEditorReads(YamlNode node) {
    return switch (node) {
      case YamlMap map -> {
        var object = JSON.objectNode();
        map.entries()
            .forEach(entry -> object.set(entry.key().text(), asAnEditorReads(entry.value())));
        yield object;
      }
      case YamlList list -> {
        var array = JSON.arrayNode();
        list.items().forEach(item -> array.add(asAnEditorReads(item)));
        yield array;
      }
      case YamlScalar scalar -> plain(scalar);
    };
  }

  private static JsonNode plain(YamlScalar scalar) {
    Map<String, Boolean> truth = Map.of("true", true, "false", false);
    if (scalar.isEmpty()) {
      return JSON.nullNode();
    }
    if (!scalar.quoted() && truth.containsKey(scalar.text())) {
      return JSON.booleanNode(truth.get(scalar.text()));
    }
    return !scalar.quoted() && scalar.text().matches("-?[0-9]{1,9}")
        ? JSON.numberNode(Integer.parseInt(scalar.text()))
        : JSON.stringNode(scalar.text());
  }
}
