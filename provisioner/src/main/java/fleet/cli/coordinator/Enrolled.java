package fleet.cli.coordinator;

import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.registry.Fleet;
import fleet.registry.Form;
import fleet.registry.Machine;
import fleet.registry.MachineName;
import fleet.registry.PublicKey;
import fleet.wire.CoordinatorException;
import fleet.yaml.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The registry: fleet.yaml, and behind it the machines that the coordinator has approved. Where
 * both know a machine, fleet.yaml holds; what a coordinator says passes the same forms as the file.
 *
 * @param fleet of all machines
 * @param hostKeys of those that only the coordinator knows, by name
 * @param notes one line for each thing that is not taken as the coordinator says it
 */
public record Enrolled(Fleet fleet, Map<String, PublicKey> hostKeys, List<String> notes) {

  /** Asks the fleet's coordinator; one that does not answer adds a note, and no machine. */
  public static Enrolled ask(Surroundings here, Fleet file) {
    try {
      Optional<Coordinator> coordinator = Coordinator.of(here, file);
      return coordinator.isEmpty() ? alone(file) : in(file, coordinator.get().machines());
    } catch (CoordinatorException | UsageException e) {
      String note = "only the machines of %s: %s".formatted(file.file(), e.getMessage());
      return new Enrolled(file, Map.of(), List.of(note));
    }
  }

  /** Only what the file says. */
  static Enrolled alone(Fleet file) {
    return new Enrolled(file, Map.of(), List.of());
  }

  /** The host keys as lines of a known_hosts file. */
  public String knownHosts() {
    return fleet.machines().stream()
        .flatMap(
            machine ->
                Optional.ofNullable(hostKeys.get(machine.name())).stream()
                    .map(key -> "%s %s%n".formatted(place(machine), key.text())))
        .collect(Collectors.joining());
  }

  private static String place(Machine machine) {
    return machine.port() == 22
        ? machine.address()
        : "[%s]:%d".formatted(machine.address(), machine.port());
  }

  /**
   * Adds those that the coordinator knows.
   *
   * @param answer of {@code GET /v1/machines}
   */
  static Enrolled in(Fleet file, JsonNode answer) {
    List<Machine> machines = new ArrayList<>(file.machines());
    Set<String> addresses = new HashSet<>();
    file.machines().forEach(machine -> addresses.add(machine.address()));
    Map<String, PublicKey> hostKeys = new HashMap<>();
    List<String> notes = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      if (!item.path("state").asString("").equals("approved")) {
        continue;
      }
      Told told = Told.of(item.path("registration"));
      Optional<Machine> known = known(file, told.name());
      if (known.isPresent()) {
        conflict(file, known.get(), told).ifPresent(notes::add);
      } else if (told.problem().isPresent()) {
        notes.add("the coordinator's %s is left out: %s".formatted(told, told.problem().get()));
      } else if (!addresses.add(told.address())) {
        notes.add(
            "the coordinator's %s is left out: %s is the address of another machine"
                .formatted(told, told.address()));
      } else {
        machines.add(told.machine(file));
        PublicKey.parse(told.hostKey()).ifPresent(key -> hostKeys.put(told.name(), key));
      }
    }
    return new Enrolled(file.with(machines), Map.copyOf(hostKeys), List.copyOf(notes));
  }

  private static Optional<Machine> known(Fleet file, String name) {
    return file.machines().stream()
        .filter(machine -> MachineName.key(machine.name()).equals(MachineName.key(name)))
        .findFirst();
  }

  private static Optional<String> conflict(Fleet file, Machine here, Told told) {
    String ours = "%s@%s:%d".formatted(here.user(), here.address(), here.port());
    String theirs = "%s@%s:%d".formatted(told.user(), told.address(), told.port());
    return here.revoked().isPresent() || ours.equals(theirs)
        ? Optional.empty()
        : Optional.of(
            "%s is %s in %s and %s at the coordinator: the file holds"
                .formatted(here.name(), ours, file.file().getFileName(), Shown.oneLine(theirs)));
  }

  /** What the coordinator says of one machine. */
  private record Told(
      String name, String address, String user, int port, String os, String hostKey) {
    static Told of(JsonNode registration) {
      return new Told(
          registration.path("hostname").asString(""),
          registration.path("address").asString(""),
          registration.path("user").asString(""),
          registration.path("port").asInt(0),
          registration.path("os").asString(""),
          registration.path("hostKey").asString(""));
    }

    Optional<String> problem() {
      return Stream.of(
              wants("name", Form.MACHINE_NAME, name),
              wants("address", Form.ADDRESS, address),
              wants("user", Form.USER, user),
              wants("os", Form.OS, os),
              port > 0 && port < 65536 ? "" : "its port is none",
              PublicKey.parse(hostKey).isPresent() ? "" : "its host key is no key")
          .filter(problem -> !problem.isEmpty())
          .findFirst();
    }

    private static String wants(String what, Form form, String value) {
      return form.accepts(value) ? "" : "its %s wants %s".formatted(what, form.wanted());
    }

    Machine machine(Fleet fleet) {
      return new Machine(
          name,
          address,
          Optional.empty(),
          user,
          List.of(user),
          port,
          Optional.of(os),
          fleet.defaults().identity(),
          List.of(),
          1,
          Optional.empty(),
          List.of(),
          false,
          Optional.empty(),
          fleet.defaults().accepted());
    }

    @Override
    public String toString() {
      return Shown.quoted(name);
    }
  }
}
