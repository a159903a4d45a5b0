package fleet.agent;

import fleet.report.Beat;
import fleet.report.HealthReport;
import fleet.report.Json;
import fleet.report.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Beats that no coordinator has acknowledged yet, a file each, so that a crash loses none. Where
 * there is no room the oldest full reports go first. What the disk does not take is kept in memory.
 */
final class Spool {
  private static final Pattern NAME = Pattern.compile("(\\d{16})\\.(full|tiny)\\.json");

  /** How much may lie there. */
  record Bounds(int beats, long bytes, long bytesInMemory) {
    static final Bounds USUAL = new Bounds(3000, 16 << 20, 256 << 10);
  }

  /** A beat, on disk or in memory. */
  private record Entry(long number, boolean full, long size, Optional<String> inMemory) {}

  private final Path folder;
  private final Bounds bounds;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private final Numbers numbers;
  private Optional<String> trouble = Optional.empty();
  private boolean lost;

  Spool(Path folder, Bounds bounds) {
    this.folder = folder;
    this.bounds = bounds;
    find();
    numbers =
        Numbers.open(
            folder.resolveSibling("series"), entries.isEmpty() ? 0 : entries.lastEntry().getKey());
  }

  private void find() {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher name = NAME.matcher(file.getFileName().toString());
          if (name.matches()) {
            long number = Long.parseLong(name.group(1));
            boolean full = name.group(2).equals("full");
            entries.put(number, new Entry(number, full, Files.size(file), Optional.empty()));
          } else if (file.toString().endsWith(Durable.HALF)) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      trouble = Optional.of(said(e));
    }
  }

  int size() {
    return entries.size();
  }

  /** Why the disk did not take the last beat; empty where it did. */
  Optional<String> trouble() {
    return trouble;
  }

  /** Whether a full report was lost since this was last asked, so that another is due. */
  boolean takeLost() {
    boolean taken = lost;
    lost = false;
    return taken;
  }

  void add(Instant at, Optional<HealthReport> report) {
    long number = numbers.next();
    Beat beat = new Beat(numbers.series(), number, at, numbers.takeDropped(), report);
    byte[] bytes = Json.bytes(Wire.of(beat));
    boolean full = report.isPresent();
    try {
      Durable.write(file(number, full), bytes);
      trouble = Optional.empty();
      entries.put(number, new Entry(number, full, bytes.length, Optional.empty()));
    } catch (IOException e) {
      trouble = Optional.of(said(e));
      entries.put(
          number,
          new Entry(
              number, full, bytes.length, Optional.of(new String(bytes, StandardCharsets.UTF_8))));
    }
    makeRoom();
  }

  private void makeRoom() {
    while (entries.size() > bounds.beats() || size(false) > bounds.bytes()) {
      drop(victim(false));
    }
    while (size(true) > bounds.bytesInMemory()) {
      drop(victim(true));
    }
  }

  private long size(boolean inMemory) {
    return entries.values().stream()
        .filter(entry -> inMemory == entry.inMemory().isPresent())
        .mapToLong(Entry::size)
        .sum();
  }

  /** The oldest full report but the newest beat; where there is none, the oldest beat. */
  private Entry victim(boolean inMemory) {
    List<Entry> those =
        entries.values().stream()
            .filter(entry -> !inMemory || entry.inMemory().isPresent())
            .toList();
    return those.subList(0, those.size() - 1).stream()
        .filter(Entry::full)
        .findFirst()
        .orElse(those.getFirst());
  }

  private void drop(Entry entry) {
    long before = read(entry).map(json -> json.path("dropped").asLong(0)).orElse(0L);
    numbers.drop(before + (entry.full() ? 1 : 0));
    remove(entry);
  }

  /**
   * The oldest beats that go into one body, all of one series; what cannot be read is dropped.
   *
   * @param most bytes of all together, though one is always among them
   */
  List<JsonNode> oldest(int most) {
    List<JsonNode> beats = new ArrayList<>();
    long bytes = 0;
    String series = "";
    for (Entry entry : List.copyOf(entries.values())) {
      if (!beats.isEmpty() && bytes + entry.size() > most) {
        break;
      }
      Optional<JsonNode> beat = read(entry);
      if (beat.isEmpty()) {
        drop(entry);
        lost = true;
        continue;
      }
      String of = beat.get().path("series").asString("");
      if (!beats.isEmpty() && !of.equals(series)) {
        break;
      }
      series = of;
      beats.add(beat.get());
      bytes += entry.size() + 1;
    }
    return List.copyOf(beats);
  }

  private Optional<JsonNode> read(Entry entry) {
    try {
      String text =
          entry.inMemory().isPresent()
              ? entry.inMemory().get()
              : Files.readString(file(entry.number(), entry.full()));
      JsonNode json = Json.read(text);
      return json.path("number").asLong(0) == entry.number() ? Optional.of(json) : Optional.empty();
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  /** Beats up to that number are a coordinator's now. */
  void delivered(long number) {
    Map<Long, Entry> done = entries.headMap(number, true);
    List.copyOf(done.values()).forEach(this::remove);
  }

  /** A coordinator will never take that beat. */
  void refused(long number) {
    Entry entry = entries.get(number);
    if (entry != null) {
      drop(entry);
      lost = true;
    }
  }

  private void remove(Entry entry) {
    entries.remove(entry.number());
    try {
      Files.deleteIfExists(file(entry.number(), entry.full()));
    } catch (IOException e) {
      // It is sent once more by the next start, and a coordinator knows it by its number.
      trouble = Optional.of(said(e));
    }
  }

  private Path file(long number, boolean full) {
    return folder.resolve("%016d.%s.json".formatted(number, full ? "full" : "tiny"));
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
