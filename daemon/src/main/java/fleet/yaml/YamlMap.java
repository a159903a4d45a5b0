package fleet.yaml;

import java.util.List;
import java.util.Optional;

/** A map, in block or flow style; its entries keep the file's order, and no key comes twice. */
public record YamlMap(Position at, Position end, List<Entry> entries) implements YamlNode {
  /** A key and its value. */
  public record Entry(YamlScalar key, YamlNode value) {}

  public YamlMap {
    entries = List.copyOf(entries);
  }

  /** The value of a key, which may be an empty one. */
  public Optional<YamlNode> get(String key) {
    return entries.stream().filter(e -> e.key().text().equals(key)).map(Entry::value).findFirst();
  }

  @Override
  public String kind() {
    return "a map";
  }
}
