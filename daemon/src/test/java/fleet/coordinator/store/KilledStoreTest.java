package fleet.coordinator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process that stores is killed while beats come in: what was acknowledged is there, once. The
 * suite kills a few times; {@code -Dfleet.proof.kills=all} kills fifty.
 */
@ParameterizedClass
@EnumSource
class KilledStoreTest {
  private static final boolean ALL = "all".equals(System.getProperty("fleet.proof.kills"));
  private static final int MACHINES = 8;

  @Parameter private Ground ground;
  @TempDir private Path dir;

  private final Random random = new Random(20261121);

  @Test
  void noAcknowledgedBeatIsLostAndNoneIsThereTwice() throws Exception {
    String place = ground.fresh(dir);
    List<List<String>> wanted = new ArrayList<>();
    try (Store store = Ground.open(place)) {
      for (int m = 0; m < MACHINES; m++) {
        Sample.member(store, "mach_" + m, "m" + m);
        wanted.add(new ArrayList<>());
      }
    }
    int kills = ALL ? 50 : ground == Ground.SQLITE ? 5 : 2;
    for (int kill = 0; kill < kills; kill++) {
      Map<String, Long> acknowledged = beatUntilKilled(place, "s" + kill + "-");
      try (Store store = Ground.open(place)) {
        for (int m = 0; m < MACHINES; m++) {
          String machine = "mach_" + m;
          long last = acknowledged.getOrDefault(machine, 0L);
          wanted.get(m).addAll(sentAgain(store, machine, "s" + kill + "-", last));
          assertEquals(wanted.get(m), Sample.stored(store, machine), machine);
          String report = store.read(tables -> tables.board().report(machine)).toString();
          assertTrue(report.contains("disk-full"), report);
        }
      }
    }
  }

  /** What an agent does that missed its last answer: it sends that beat again, and the next. */
  private static List<String> sentAgain(Store store, String machine, String series, long last) {
    List<String> all =
        new ArrayList<>(LongStream.rangeClosed(1, last).mapToObj(i -> series + i).toList());
    assertEquals(
        all,
        Sample.stored(store, machine).stream()
            .filter(one -> one.startsWith(series))
            .limit(last)
            .toList(),
        "acknowledged");
    for (long number = last; number <= last + 2; number++) {
      if (number > 0) {
        long stored = Sample.beats(store, machine, StoreTest.NOON, Sample.beat(series, number));
        assertTrue(stored == number || stored == last + 1, stored + " for " + number);
      }
    }
    all.add(series + (last + 1));
    all.add(series + (last + 2));
    return all;
  }

  private Map<String, Long> beatUntilKilled(String place, String series) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Beating.class.getName(),
                place,
                series,
                String.valueOf(MACHINES))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Long> acknowledged = new HashMap<>();
    try (BufferedReader out = process.inputReader()) {
      int before = 1 + random.nextInt(500);
      for (int i = 0; i < before; i++) {
        note(acknowledged, out.readLine());
      }
      process.toHandle().destroyForcibly();
      note(acknowledged, out.lines());
    }
    assertEquals(128 + 9, process.waitFor());
    return acknowledged;
  }

  private static void note(Map<String, Long> acknowledged, Stream<String> lines) {
    lines.forEach(line -> note(acknowledged, line));
  }

  /** A line that the kill cut short is no acknowledgement. */
  private static void note(Map<String, Long> acknowledged, String line) {
    String[] words = line.split(" ");
    if (words.length == 2 && line.matches("mach_[0-9]+ [0-9]+")) {
      acknowledged.merge(words[0], Long.valueOf(words[1]), Math::max);
    }
  }
}
