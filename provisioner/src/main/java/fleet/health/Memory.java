package fleet.health;

import fleet.report.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the live looks before this one saw, so that "since" is true across looks: what held at the
 * last look and holds now is taken to have held between.
 *
 * @param schema the version of this form
 * @param machines by name
 */
public record Memory(int schema, SortedMap<String, Last> machines) {
  private static final int VERSION = 1;

  public Memory {
    machines = new TreeMap<>(machines);
  }

  /**
   * The last look at one machine.
   *
   * @param verdict its word
   * @param answered when the machine last answered a look
   */
  public record Last(
      String verdict, Instant since, Optional<Instant> answered, List<Condition> conditions) {
    public Last {
      Objects.requireNonNull(verdict);
      Objects.requireNonNull(since);
      conditions = List.copyOf(conditions);
    }
  }

  static Memory none() {
    return new Memory(VERSION, new TreeMap<>());
  }

  Optional<Last> of(String machine) {
    return Optional.ofNullable(machines.get(machine));
  }

  /** The same after another look at some of the machines. */
  Memory after(Map<String, Last> looks) {
    var all = new TreeMap<>(machines);
    all.putAll(looks);
    return new Memory(VERSION, all);
  }

  /** Nothing is remembered where there is no file, or none that can be read. */
  static Memory read(Path file) {
    try {
      return Optional.ofNullable(
              JsonMapper.shared().readValue(Files.readString(file), Memory.class))
          .filter(memory -> memory.schema() == VERSION)
          .orElseGet(Memory::none);
    } catch (IOException | JacksonException _) {
      return none();
    }
  }

  /** Writes the file whole or not at all; only its owner can read it. */
  void write(Path file) throws IOException {
    Path folder =
        Files.createDirectories(
            file.toAbsolutePath().getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path temporary = Files.createTempFile(folder, ".health", ".new");
    try {
      Files.writeString(temporary, JsonMapper.shared().writeValueAsString(this) + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
