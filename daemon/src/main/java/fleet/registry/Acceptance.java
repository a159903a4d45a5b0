package fleet.registry;

import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands under {@code harden}: the controls that are declined, each with the reason. */
record Acceptance(PlaybookCheck playbooks) {
  Map<String, String> of(Fields fields) {
    Map<String, String> accepted = new LinkedHashMap<>();
    fields
        .fields("harden", FleetShape.HARDEN.names())
        .ifPresent(
            harden ->
                harden.entries("accept").forEach(entry -> accepted.put(id(entry), why(entry))));
    return accepted;
  }

  private String id(YamlMap.Entry entry) {
    String id = entry.key().text();
    playbooks
        .controlProblem(id)
        .ifPresent(
            problem -> {
              throw new BadFileException(entry.key().at(), "control '" + id + "' " + problem);
            });
    return id;
  }

  private static String why(YamlMap.Entry entry) {
    return entry.value().asText("'accept'");
  }
}
