package fleet.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of a fleet's machines as they were last collected, kept by the operator: a
 * machine that is away keeps its place in the mesh, and one that was revoked is known when another
 * that trusts it comes back. Nothing in it is secret.
 */
public record KeyBook(Map<String, MachineKeys> machines) {
  public KeyBook {
    machines = Map.copyOf(machines);
  }

  /** What the file holds; one that is not there or makes no sense is the same as an empty one. */
  public static KeyBook read(Path file) {
    try {
      return JsonMapper.shared().readValue(Files.readAllBytes(file), KeyBook.class);
    } catch (IOException | JacksonException _) {
      return new KeyBook(Map.of());
    }
  }

  public void write(Path file) throws IOException {
    OwnFile.write(
        file, JsonMapper.shared().writeValueAsBytes(new KeyBook(new TreeMap<>(machines))));
  }

  MachineKeys of(String machine) {
    return machines.getOrDefault(machine, MachineKeys.UNKNOWN);
  }

  /** What is known once machines were asked. */
  KeyBook updated(Map<String, Collect> said) {
    Map<String, MachineKeys> all = new TreeMap<>(machines);
    said.forEach((machine, keys) -> all.put(machine, of(machine).updated(keys)));
    return new KeyBook(all);
  }
}
