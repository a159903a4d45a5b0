package fleet.cli.coordinator;

import fleet.cli.WholeFile;
import fleet.coordinator.Registration;
import fleet.mesh.Collect;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import fleet.report.Json;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.UnreachableException;
import fleet.wire.CoordinatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Machines become known to the coordinator. What a machine says of itself comes over the operator's
 * own SSH; what it needs to report lies in a folder of the operator's until the playbook daemon has
 * brought it there.
 */
public final class Enrolment {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Prints the settings of a machine that also has its token. */
  private static final String HELD =
      "[ ! -s /etc/fleetd/token ] || cat /etc/fleetd/agent.json 2>/dev/null";

  private final Coordinator coordinator;
  private final Path folder;

  /**
   * Into a fleet.
   *
   * @param folder where the playbook daemon looks for credentials
   */
  public Enrolment(Coordinator coordinator, Path folder) {
    this.coordinator = coordinator;
    this.folder = folder;
  }

  /** Registers one machine, or tells what is new of it; returns how the coordinator took it. */
  public String of(Machine machine, Connector connector)
      throws CoordinatorException, UnreachableException, BlockedException {
    Collect said = Collect.from(connector, machine);
    if (said.login().isEmpty() || said.host().isEmpty()) {
      throw new BlockedException("has no SSH key yet: fleet bootstrap " + machine.name());
    }
    boolean reports = settings(machine, connector).isPresent() || Files.exists(token(machine));
    ObjectNode registration = registration(machine, said).put("newToken", !reports);
    JsonNode answer = coordinator.register(registration);
    String id = answer.path("id").asString("");
    WholeFile.write(folder.resolve(machine.name() + ".json"), settings(id), "rw-------");
    Optional.ofNullable(answer.path("token").asString(null))
        .ifPresent(token -> WholeFile.write(token(machine), token + "\n", "rw-------"));
    String state = answer.path("state").asString("");
    return state.equals("pending")
        ? "its key or address waits for: fleet machine approve " + machine.name()
        : state;
  }

  /** Forgets the token, which the machine has now. */
  public void delivered(Machine machine) {
    try {
      Files.deleteIfExists(token(machine));
    } catch (IOException _) {
      // It stays the operator's alone; the next bootstrap brings and forgets it.
    }
  }

  private Path token(Machine machine) {
    return folder.resolve(machine.name() + ".token");
  }

  /** What the machine's agent is told now, if it also holds a token for this coordinator. */
  private Optional<JsonNode> settings(Machine machine, Connector connector)
      throws UnreachableException, BlockedException {
    try (Connection connection = connector.open(machine, "")) {
      String held =
          connection
              .shell(Account.USER)
              .run(List.of(new Fragment("held", HELD, LIMIT, false)))
              .getFirst()
              .out();
      return Json.object(held).filter(json -> json.path("coordinator").asString("").equals(url()));
    }
  }

  private String settings(String id) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("coordinator", url());
    coordinator.credentials().pin().ifPresent(pin -> json.put("pin", pin.text()));
    json.put("machine", id).putArray("services");
    return JsonMapper.shared().writeValueAsString(json) + "\n";
  }

  private String url() {
    return coordinator.credentials().url().toString();
  }

  private static ObjectNode registration(Machine machine, Collect said) {
    return new Registration(
            machine.name(),
            machine.address(),
            machine.user(),
            machine.port(),
            said.facts().os(),
            said.facts().arch(),
            said.login().map(PublicKey::text).orElseThrow(),
            said.host().getFirst().text())
        .json();
  }
}
