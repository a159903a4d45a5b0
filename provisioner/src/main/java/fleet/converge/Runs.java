package fleet.converge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journals of past runs, read back. A journal cut short by a kill is read as far as it goes.
 */
public record Runs(Path folder) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SUFFIX = ".jsonl";

  /**
   * One past run.
   *
   * @param exit absent when it did not come to its end
   * @param events its journal's lines behind the first
   */
  public record Past(
      String run,
      String command,
      Instant at,
      List<String> machines,
      Optional<Integer> exit,
      List<JsonNode> events) {

    /** Machines that failed, were unreachable or never finished. */
    public List<String> unfinished() {
      return machines.stream().filter(machine -> !wentWell(machine)).toList();
    }

    private boolean wentWell(String machine) {
      return events.stream()
          .filter(event -> event.path("event").asString("").equals("machine"))
          .filter(event -> event.path("machine").asString("").equals(machine))
          .map(event -> event.path("outcome").asString(""))
          .anyMatch(word -> !List.of("failed", "unreachable", "skipped").contains(word));
    }
  }

  /** Ids of all runs, the newest first. */
  public List<String> ids() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run of that id, or one whose id ends so. */
  public Optional<Past> find(String id) {
    return ids().stream().filter(run -> run.endsWith(id)).findFirst().flatMap(this::read);
  }

  public Optional<Past> last() {
    return ids().stream().findFirst().flatMap(this::read);
  }

  /** One journal; absent when not even its first line is whole. */
  public Optional<Past> read(String run) {
    List<JsonNode> events = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(folder.resolve(run + SUFFIX))) {
        events.add(JSON.readTree(line));
      }
    } catch (JacksonException _) {
      // The last line of a killed run may be half a line; what came before it stands.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (events.isEmpty()) {
      return Optional.empty();
    }
    JsonNode begun = events.getFirst();
    List<String> machines = new ArrayList<>();
    begun.path("machines").forEach(name -> machines.add(name.asString()));
    return Optional.of(
        new Past(
            run,
            begun.path("command").asString(""),
            Instant.parse(begun.path("at").asString("1970-01-01T00:00:00Z")),
            List.copyOf(machines),
            events.stream()
                .filter(event -> event.path("event").asString("").equals("ended"))
                .map(event -> event.path("exit").asInt(0))
                .findFirst(),
            List.copyOf(events.subList(1, events.size()))));
  }
}
