package fleet.cli.coordinator;

import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.WholeFile;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operator's key to one fleet's coordinator, kept in a file that only he can read.
 *
 * @param url the coordinator that the key is for, and that alone is ever shown it
 * @param pin of its certificate; none where the system's authorities vouch for it
 */
public record Credentials(URI url, Optional<Pin> pin, String key) {

  /** Where those of a fleet are kept. */
  public static Path file(Surroundings here, String fleet) {
    return here.configuration().resolve("coordinators/" + fleet + ".json");
  }

  /** Those of a fleet, if there are any. */
  public static Optional<Credentials> read(Surroundings here, String fleet) {
    Path file = file(here, fleet);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      requirePrivate(file);
      JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
      return Optional.of(
          new Credentials(
              URI.create(json.path("url").asString("")),
              Optional.ofNullable(json.path("pin").asString(null)).map(Pin::new),
              json.path("key").asString("")));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new UsageException(
          "%s cannot be read (%s): make it anew with: fleet coordinator login"
              .formatted(file, e.getMessage()));
    }
  }

  public void write(Surroundings here, String fleet) {
    Path file = file(here, fleet);
    ObjectNode json = JsonMapper.shared().createObjectNode().put("url", url.toString());
    pin.ifPresent(known -> json.put("pin", known.text()));
    json.put("key", key);
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UsageException("cannot make the folder of " + file + ": " + e.getMessage());
    }
    WholeFile.write(file, JsonMapper.shared().writeValueAsString(json) + "\n", "rw-------");
  }

  private static void requirePrivate(Path file) throws IOException {
    var mode = Files.getPosixFilePermissions(file);
    if (mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ)) {
      throw new UsageException("others can read your key: chmod 600 " + file);
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + url + "]";
  }
}
