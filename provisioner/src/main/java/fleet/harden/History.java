package fleet.harden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What past runs found and did: a file for each machine, a line for each run, its owner's alone. A
 * line cut short by a kill is passed over.
 *
 * @param folder that of one fleet
 */
public record History(Path folder) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The runs on a machine, the oldest first. */
  public List<Hardened> of(String machine) {
    List<Hardened> runs = new ArrayList<>();
    if (Files.exists(file(machine))) {
      try {
        for (String line : Files.readAllLines(file(machine))) {
          read(line).ifPresent(runs::add);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return runs;
  }

  private static Optional<Hardened> read(String line) {
    try {
      return line.isBlank()
          ? Optional.empty()
          : Optional.of(JSON.readValue(line, Hardened.class)).filter(run -> run.schema() == 1);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  Optional<Hardened> last(String machine) {
    List<Hardened> runs = of(machine);
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  /** Keeps what a run found, which has ended with it. */
  void add(Hardened run) {
    try {
      make();
      Path file = file(run.machine());
      // A line of its own, whatever a killed run left.
      byte[] line = ("\n" + JSON.writeValueAsString(run) + "\n").getBytes(StandardCharsets.UTF_8);
      try (var out =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        var bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      Files.deleteIfExists(begun(run.machine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps how the tools were before a run, until the run has ended. */
  void begin(String machine, List<Tool> tools) {
    try {
      make();
      Path next = Files.createTempFile(folder, ".begun", "");
      Files.write(next, JSON.writeValueAsBytes(new Begun(tools)));
      Files.move(next, begun(machine), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the tools were when a run began that never ended, as one that was killed. */
  List<Tool> unended(String machine) {
    try {
      return Files.exists(begun(machine))
          ? List.copyOf(JSON.readValue(Files.readAllBytes(begun(machine)), Begun.class).tools())
          : List.of();
    } catch (JacksonException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Begun(List<Tool> tools) {
    Begun {
      tools = List.copyOf(tools);
    }
  }

  private void make() throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Path begun(String machine) {
    return folder.resolve(machine + ".begun");
  }

  private Path file(String machine) {
    return folder.resolve(machine + ".jsonl");
  }
}
