package fleet.cli.machine;

import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.coordinator.Coordinator;
import fleet.wire.CoordinatorException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Shown;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A machine that the coordinator knows, found by its name or its id. */
record Registered(Coordinator coordinator, String id, String name, JsonNode json) {

  static Registered find(RegistryOption registry, String asked) throws CoordinatorException {
    Surroundings here = Surroundings.here();
    Coordinator coordinator = Coordinator.required(here, Members.of(here, registry).fleet());
    List<Registered> all =
        coordinator.machines().path("items").valueStream().map(m -> of(coordinator, m)).toList();
    return all.stream()
        .filter(one -> one.id().equals(asked) || one.name().equalsIgnoreCase(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the coordinator has no machine %s%s"
                        .formatted(
                            Shown.quoted(asked),
                            DidYouMean.hint(asked, all.stream().map(Registered::name).toList()))));
  }

  private static Registered of(Coordinator coordinator, JsonNode json) {
    return new Registered(
        coordinator, json.path("id").asString(""), json.path("name").asString(""), json);
  }
}
