package fleet.playbook;

import fleet.yaml.YamlList;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import fleet.yaml.YamlScalar;
import java.util.stream.Stream;

/** All texts in a piece of YAML. */
final class Texts {
  private Texts() {}

  static Stream<YamlScalar> of(YamlNode node) {
    return switch (node) {
      case YamlScalar scalar -> Stream.of(scalar);
      case YamlList list -> list.items().stream().flatMap(Texts::of);
      case YamlMap map -> map.entries().stream().flatMap(entry -> of(entry.value()));
    };
  }
}
