package fleet.yaml;

import java.util.List;

/** A list, in block or flow style. */
public record YamlList(Position at, Position end, List<YamlNode> items) implements YamlNode {
  public YamlList {
    items = List.copyOf(items);
  }

  @Override
  public String kind() {
    return "a list";
  }
}
