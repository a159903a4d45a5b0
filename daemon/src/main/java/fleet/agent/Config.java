package fleet.agent;

import fleet.report.Json;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an agent is told on its own machine, in {@code agent.json} and {@code token}.
 *
 * @param pin of the coordinator's certificate; without one the system's authorities decide
 * @param machine its own id
 * @param services the units that are expected to run here
 */
public record Config(
    URI coordinator, Optional<Pin> pin, String machine, List<String> services, String token) {
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  public Config {
    services = List.copyOf(services);
  }

  /** Reads the two files of a folder. */
  public static Config read(Path folder) {
    Path file = folder.resolve("agent.json");
    JsonNode json = json(file);
    return new Config(
        coordinator(file, json),
        pin(file, json),
        text(file, json, "machine", "mach_[0-9A-Z]{26}"),
        services(file, json),
        token(folder.resolve("token")));
  }

  private static JsonNode json(Path file) {
    try {
      JsonNode json = Json.read(text(file));
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException _) {
      throw new BadConfigException(file + " is no JSON: apply the playbook daemon again");
    }
    throw new BadConfigException(file + " is no JSON object: apply the playbook daemon again");
  }

  private static URI coordinator(Path file, JsonNode json) {
    String written = text(file, json, "coordinator", "https?://[A-Za-z0-9.:\\[\\]-]+/?");
    URI uri = URI.create(written);
    boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
    if (!uri.getScheme().equals("https") && !here) {
      throw new BadConfigException(
          file + ": 'coordinator' wants https, and http only on this machine itself");
    }
    return uri;
  }

  private static Optional<Pin> pin(Path file, JsonNode json) {
    return json.has("pin")
        ? Optional.of(new Pin(text(file, json, "pin", "sha256//[A-Za-z0-9+/]{43}=")))
        : Optional.empty();
  }

  private static List<String> services(Path file, JsonNode json) {
    List<String> services = new ArrayList<>();
    for (JsonNode one : json.path("services")) {
      if (!one.isString() || !one.asString().matches("[A-Za-z0-9_][A-Za-z0-9@._:-]{0,99}")) {
        throw new BadConfigException(file + ": 'services' wants names of units");
      }
      services.add(one.asString());
    }
    return services;
  }

  private static String token(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw new BadConfigException("others may read %s: chmod 600 %s".formatted(file, file));
      }
    } catch (IOException _) {
      throw new BadConfigException("cannot read %s: apply the playbook daemon".formatted(file));
    }
    String token = text(file).strip();
    if (!token.matches("ft_[A-Za-z0-9_-]{43}")) {
      throw new BadConfigException(file + " holds no machine token: apply the playbook daemon");
    }
    return token;
  }

  private static String text(Path file, JsonNode json, String name, String form) {
    String text = json.path(name).asString("");
    if (!text.matches(form)) {
      throw new BadConfigException("%s: '%s' wants %s".formatted(file, name, form));
    }
    return text;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw new BadConfigException("there is no %s: apply the playbook daemon".formatted(file));
    } catch (IOException _) {
      throw new BadConfigException("cannot read %s: apply the playbook daemon".formatted(file));
    }
  }
}
