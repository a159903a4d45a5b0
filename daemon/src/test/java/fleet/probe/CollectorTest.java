package fleet.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import fleet.report.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one bad probe does to the others, and what a report holds of too much. */
@Timeout(60)
class CollectorTest {
  private static final Setting HERE = new Setting(Path.of("/"), List.of(), Optional.empty());

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-20T08:00:00Z"));

  /** A probe that answers by itself; rows with {@code bad} are in trouble. */
  record Made(Callable<Reading<List<Row>>> answer, Duration limit, Duration keeps)
      implements Probe {
    static Made of(Callable<Reading<List<Row>>> answer) {
      return new Made(answer, Duration.ofSeconds(50), Duration.ZERO);
    }

    static Made rows(List<Row> rows) {
      return of(() -> new Reading.Measured<>(rows));
    }

    @Override
    public List<Field> fields() {
      return List.of();
    }

    @Override
    public String script() {
      return "";
    }

    @Override
    public Reading<List<Row>> measure(Setting setting) throws Exception {
      return answer.call();
    }

    @Override
    public List<Trouble> judge(List<Row> rows) {
      return rows.stream()
          .filter(row -> row.is("bad"))
          .map(row -> new Trouble("bad", Severity.WARNING, row.text("name").orElse("")))
          .toList();
    }
  }

  private Collector of(Map<String, Probe> probes) {
    return new Collector(probes, Probe::measure, "1", now::get);
  }

  @Test
  void oneBadProbeSpoilsNoOther() throws Exception {
    List<Row> rows = List.of(Row.of("name", "x"));
    HealthReport report =
        of(Map.of(
                "throws",
                Made.of(
                    () -> {
                      throw new IllegalStateException("no such luck");
                    }),
                "breaks",
                Made.of(
                    () -> {
                      throw new StackOverflowError();
                    }),
                "well",
                Made.rows(rows)))
            .collect(HERE);
    assertEquals(new Reading.Failed<>("no such luck"), report.reading("throws"));
    assertEquals(new Reading.Failed<>("StackOverflowError"), report.reading("breaks"));
    assertEquals(rows, report.rows("well"));
    assertEquals(now.get(), report.takenAt());
  }

  @Test
  void oneThatHangsIsNotAskedAgainUntilItIsBack() throws Exception {
    var asked = new AtomicInteger();
    var back = new CountDownLatch(1);
    Made hanging =
        new Made(
            () -> {
              asked.incrementAndGet();
              awaitThrough(back);
              return new Reading.Measured<>(List.of());
            },
            Duration.ofSeconds(1),
            Duration.ZERO);
    Collector collector = of(Map.of("hanging", hanging, "well", Made.rows(List.of())));
    for (int i = 0; i < 3; i++) {
      HealthReport report = collector.collect(HERE);
      assertEquals(new Reading.TimedOut<>(Duration.ofSeconds(1)), report.reading("hanging"));
      assertInstanceOf(Reading.Measured.class, report.reading("well"));
    }
    assertEquals(1, asked.get());
    back.countDown();
    while (collector.collect(HERE).reading("hanging") instanceof Reading.TimedOut) {
      Thread.sleep(20);
    }
    assertTrue(asked.get() > 1);
  }

  /** As a call that hangs in the kernel, it does not mind to be interrupted. */
  private static void awaitThrough(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        // Not this one.
      }
    }
  }

  @Test
  void whatIsDearIsKeptForAWhile() throws Exception {
    var asked = new AtomicInteger();
    Made dear =
        new Made(
            () -> new Reading.Measured<>(List.of(Row.of("n", (long) asked.incrementAndGet()))),
            Duration.ofSeconds(50),
            Duration.ofHours(1));
    Collector collector = of(Map.of("dear", dear));
    assertEquals(1, n(collector));
    now.updateAndGet(at -> at.plusSeconds(3599));
    assertEquals(1, n(collector));

    Collector another = of(Map.of("dear", dear));
    another.recall(collector.collect(HERE), collector.keptUntil());
    assertEquals(1, n(another));
    now.updateAndGet(at -> at.plusSeconds(1));
    assertEquals(2, n(another));
    assertEquals(3, n(collector));
  }

  private static long n(Collector collector) throws InterruptedException {
    return collector.collect(HERE).rows("dear").getFirst().whole("n").orElseThrow();
  }

  @Test
  void whatDoesNotFitIsCountedAndTroubleStays() throws Exception {
    List<Row> rows =
        new ArrayList<>(
            IntStream.range(0, 500).mapToObj(i -> Row.of("name", "mount " + i)).toList());
    rows.set(444, Row.of("name", "the bad one", "bad", true));
    Map<String, Probe> probes = Map.of("many", Made.rows(List.copyOf(rows)));
    HealthReport report = of(probes).collect(HERE);
    List<Row> kept = report.rows("many");
    assertEquals(60, kept.size());
    assertEquals(441, kept.getLast().whole("omitted").orElseThrow());
    assertEquals(
        List.of(
            new Trouble("bad", Severity.WARNING, "the bad one"),
            new Trouble(
                "many-trimmed",
                Severity.INFO,
                "441 of 500 rows are left out, because a report is small")),
        new Troubles(probes).of(report));
  }

  @Test
  void aReportFitsWhateverTheProbesSay() throws Exception {
    Map<String, Probe> probes = new TreeMap<>();
    String long200 = "ü\n".repeat(5000);
    for (int i = 0; i < 20; i++) {
      List<Row> rows =
          IntStream.range(0, 55).mapToObj(k -> Row.of("name", long200, "k", (long) k)).toList();
      probes.put("probe" + i, Made.rows(rows));
    }
    probes.put("failed", Made.of(() -> new Reading.Failed<>(long200)));
    HealthReport report = of(probes).collect(HERE);
    byte[] wire = Wire.of(report).toString().getBytes(StandardCharsets.UTF_8);
    assertTrue(wire.length <= HealthReport.MOST_BYTES, () -> wire.length + " bytes");
    for (int i = 0; i < 20; i++) {
      List<Row> rows = report.rows("probe" + i);
      long omitted = rows.getLast().whole("omitted").orElse(0);
      assertEquals(55, omitted == 0 ? rows.size() : rows.size() - 1 + omitted);
    }
    HealthReport read = Wire.report(Wire.of(report));
    assertEquals(report, read);
    String text = report.rows("probe0").getFirst().text("name").orElseThrow();
    assertTrue(text.startsWith("ü?ü?") && text.endsWith("…"), text);
  }

  @Test
  void aReportThatFitsIsLeftAlone() throws Exception {
    List<Row> rows = IntStream.range(0, 60).mapToObj(i -> Row.of("i", (long) i)).toList();
    assertEquals(rows, of(Map.of("some", Made.rows(rows))).collect(HERE).rows("some"));
  }
}
