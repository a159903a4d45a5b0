package fleet.registry;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import fleet.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Reads fleet.yaml; whatever is wrong in it is a {@link BadFileException} at its place. */
public final class Registry {
  private Registry() {}

  /**
   * Reads the file, without a look at the playbooks that its roles name.
   *
   * @param home the operator's home, for {@code ~}
   */
  public static Fleet read(Path file, Path home) {
    return read(file, home, _ -> Optional.empty());
  }

  /** Reads the file, and has every playbook that a role names checked. */
  public static Fleet read(Path file, Path home, PlaybookCheck playbooks) {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new BadFileException(
          new Position(file.toString(), 1, 1), "there is no such file: 'fleet init' writes one");
    }
    return new FleetReader(file, home, playbooks).fleet(Yaml.read(file));
  }

  static Fleet read(Path file, String text, Path home) {
    return new FleetReader(file, home, _ -> Optional.empty())
        .fleet(Yaml.read(file.toString(), text));
  }

  /** The commented fleet.yaml that a new operator begins with. */
  public static String starter() {
    return resource("starter.yaml");
  }

  /** The JSON Schema (2020-12) of fleet.yaml, for editors. */
  public static String schema() {
    return resource("fleet.registry.schema.json");
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(Registry.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
