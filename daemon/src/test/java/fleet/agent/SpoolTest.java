package fleet.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.report.HealthReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SpoolTest {
  private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");
  private static final Spool.Bounds FEW = new Spool.Bounds(4, 1 << 20, 1 << 20);

  @TempDir private Path state;

  @Test
  void beatsComeBackInOrderAfterAnEndOfTheProcessAndOnlyOnce() throws IOException {
    Spool first = open(Spool.Bounds.USUAL);
    first.add(AT, Optional.of(report()));
    first.add(AT.plusSeconds(1), Optional.empty());
    Spool second = open(Spool.Bounds.USUAL);
    second.add(AT.plusSeconds(2), Optional.empty());

    List<JsonNode> all = second.oldest(60_000);
    assertEquals(List.of(AT, AT.plusSeconds(1), AT.plusSeconds(2)), times(all));
    assertEquals(1, all.stream().map(beat -> beat.path("series").asString()).distinct().count());
    assertTrue(number(all.get(1)) > number(all.get(0)) && number(all.get(2)) > number(all.get(1)));

    second.delivered(number(all.get(1)));
    assertEquals(List.of(AT.plusSeconds(2)), times(open(Spool.Bounds.USUAL).oldest(60_000)));
    assertEquals(1, files().size());
  }

  @Test
  void noNumberIsGivenTwiceThoughAllWasDelivered() {
    Spool first = open(Spool.Bounds.USUAL);
    first.add(AT, Optional.empty());
    long given = number(first.oldest(60_000).getFirst());
    first.delivered(given);
    Spool second = open(Spool.Bounds.USUAL);
    second.add(AT, Optional.empty());
    assertTrue(number(second.oldest(60_000).getFirst()) > given);
  }

  @Test
  void theOldestFullReportsGoFirstAndAreCounted() {
    Spool spool = open(FEW);
    spool.add(AT, Optional.empty());
    for (int i = 1; i <= 4; i++) {
      spool.add(AT.plusSeconds(i), Optional.of(report()));
    }
    // The tiny beat, which is older than all of them, is still there, and so is the newest report.
    assertEquals(
        List.of(AT, AT.plusSeconds(2), AT.plusSeconds(3), AT.plusSeconds(4)),
        times(spool.oldest(60_000)));
    spool.add(AT.plusSeconds(5), Optional.empty());
    List<JsonNode> left = spool.oldest(60_000);
    assertEquals(1, left.getLast().path("dropped").asLong());
    // What a dropped beat had to say of dropped ones is said by another.
    spool.add(AT.plusSeconds(6), Optional.of(report()));
    spool.add(AT.plusSeconds(7), Optional.empty());
    spool.add(AT.plusSeconds(8), Optional.empty());
    spool.add(AT.plusSeconds(9), Optional.empty());
    long told =
        spool.oldest(60_000).stream().mapToLong(beat -> beat.path("dropped").asLong(0)).sum();
    assertEquals(5, told);
  }

  @Test
  void garbageAndHalfWrittenFilesCostOnlyThemselves() throws IOException {
    Spool spool = open(Spool.Bounds.USUAL);
    spool.add(AT, Optional.empty());
    spool.add(AT.plusSeconds(1), Optional.of(report()));
    spool.add(AT.plusSeconds(2), Optional.empty());
    Path full = files().stream().filter(file -> file.toString().contains("full")).findFirst().get();
    Files.write(full, new byte[] {'{', 0, -1});
    Files.writeString(state.resolve("spool/0000000000000099.tiny.json.half"), "{\"v\":1,");
    Files.writeString(state.resolve("spool/note"), "mine");

    Spool again = open(Spool.Bounds.USUAL);
    assertEquals(List.of(AT, AT.plusSeconds(2)), times(again.oldest(60_000)));
    assertTrue(again.takeLost(), "a full report is due");
    again.add(AT.plusSeconds(3), Optional.empty());
    assertEquals(1, again.oldest(60_000).getLast().path("dropped").asLong());
    assertEquals(4, files().size());
  }

  @Test
  void aSpoilMemoryOfNumbersBeginsANewSeries() throws IOException {
    Spool first = open(Spool.Bounds.USUAL);
    first.add(AT, Optional.empty());
    String series = first.oldest(60_000).getFirst().path("series").asString();
    Files.writeString(state.resolve("series"), "\0\0\0");
    Spool second = open(Spool.Bounds.USUAL);
    second.add(AT, Optional.empty());
    // A body holds one series.
    List<JsonNode> body = second.oldest(60_000);
    assertEquals(1, body.size());
    second.delivered(number(body.getFirst()));
    assertNotEquals(series, second.oldest(60_000).getFirst().path("series").asString());
  }

  @Test
  void whatTheDiskDoesNotTakeIsKeptInMemoryAndSent() throws IOException {
    Spool spool = open(Spool.Bounds.USUAL);
    spool.add(AT, Optional.empty());
    Files.delete(files().getFirst());
    Files.delete(state.resolve("spool"));
    // A file where the folder was: not even root can write into it.
    Files.writeString(state.resolve("spool"), "");
    spool.add(AT.plusSeconds(1), Optional.of(report()));
    assertTrue(spool.trouble().isPresent());
    assertEquals(List.of(AT.plusSeconds(1)), times(spool.oldest(60_000)));
    Files.delete(state.resolve("spool"));
    Files.createDirectory(state.resolve("spool"));
    spool.add(AT.plusSeconds(2), Optional.empty());
    assertTrue(spool.trouble().isEmpty());
    assertEquals(List.of(AT.plusSeconds(1), AT.plusSeconds(2)), times(spool.oldest(60_000)));
  }

  @Test
  void aBodyHoldsSoManyBytesAndAtLeastOneBeat() {
    Spool spool = open(Spool.Bounds.USUAL);
    for (int i = 0; i < 10; i++) {
      spool.add(AT.plusSeconds(i), Optional.empty());
    }
    assertEquals(1, spool.oldest(0).size());
    int some = spool.oldest(400).size();
    assertTrue(some > 1 && some < 10, () -> some + " beats");
  }

  private Spool open(Spool.Bounds bounds) {
    return new Spool(state.resolve("spool"), bounds);
  }

  private static HealthReport report() {
    return new HealthReport(AT, "test", new TreeMap<>());
  }

  private static List<Instant> times(List<JsonNode> beats) {
    return beats.stream().map(beat -> Instant.parse(beat.path("at").asString())).toList();
  }

  private static long number(JsonNode beat) {
    return beat.path("number").asLong();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("spool"))) {
      return files.sorted().toList();
    }
  }
}
