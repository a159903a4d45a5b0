package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.Position;
import fleet.yaml.YamlMap;
import fleet.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry under {@code steps}, read but not yet compiled.
 *
 * @param kind its word
 * @param arguments what stands behind the word
 * @param common what it says beside it
 * @param playbook whose settings and variables hold for it
 */
record StepText(
    Position at, String kind, YamlNode arguments, Common common, Playbook.Settings playbook) {
  static StepText read(YamlNode node, Playbook.Settings playbook) {
    List<String> common = PlaybookKeys.STEP.names();
    YamlMap map = node.asMap("a step");
    List<YamlMap.Entry> kinds =
        map.entries().stream().filter(entry -> !common.contains(entry.key().text())).toList();
    if (kinds.isEmpty()) {
      throw new BadFileException(map.at(), "this step has no kind, as in '- package: git'");
    }
    YamlMap.Entry kind = kinds.getFirst();
    Kinds.required(kind.key().at(), kind.key().text());
    List<String> keys = new ArrayList<>(common);
    keys.add(kind.key().text());
    Fields fields = Fields.of(map, "a " + kind.key().text() + " step", keys);
    return new StepText(
        kind.key().at(), kind.key().text(), kind.value(), Common.read(fields), playbook);
  }
}
