package fleet.probe;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks all probes at the same time, each in a thread and a time of its own, and makes a report of
 * what they say. One that hangs costs its own reading, and is not asked again while it hangs.
 */
public final class Collector {
  private final Map<String, Probe> probes;
  private final Source source;
  private final String agent;
  private final InstantSource clock;
  private final Flights flights = new Flights();
  private final Map<String, Kept> kept = new HashMap<>();

  /**
   * Where a reading comes from: {@code Probe::measure} in an agent that stays up, {@code
   * ShProbe::run} in one that is gone at once and must not pay for starting a library.
   */
  @FunctionalInterface
  public interface Source {
    Reading<List<Row>> ask(Probe probe, Setting setting) throws Exception;
  }

  private record Kept(Reading<List<Row>> reading, Instant until) {}

  /**
   * @param agent the version that the report names as its maker
   */
  public Collector(Map<String, Probe> probes, Source source, String agent, InstantSource clock) {
    this.probes = Map.copyOf(probes);
    this.source = source;
    this.agent = agent;
    this.clock = clock;
  }

  /**
   * What stays good for a while, and until when: for an agent that does not stay up to remember.
   */
  public synchronized SortedMap<String, Instant> keptUntil() {
    var until = new TreeMap<String, Instant>();
    kept.forEach((name, each) -> until.put(name, each.until()));
    return until;
  }

  /** Takes from the last report what is still good. */
  public synchronized void recall(HealthReport last, Map<String, Instant> until) {
    until.forEach((name, end) -> kept.put(name, new Kept(last.reading(name), end)));
  }

  /** It takes as long as the slowest probe, and never longer than the longest limit. */
  public synchronized HealthReport collect(Setting setting) throws InterruptedException {
    Instant begin = clock.instant();
    kept.values().removeIf(each -> !each.until().isAfter(begin));
    Map<String, Flights.Question<List<Row>>> questions = new TreeMap<>();
    probes.forEach(
        (name, probe) -> {
          if (!kept.containsKey(name)) {
            questions.put(
                name, new Flights.Question<>(() -> source.ask(probe, setting), probe.limit()));
          }
        });
    var readings = flights.ask(questions);
    readings.forEach(
        (name, reading) -> {
          Probe probe = probes.get(name);
          if (probe != null && probe.keeps().isPositive() && lasts(reading)) {
            kept.put(name, new Kept(reading, begin.plus(probe.keeps())));
          }
        });
    kept.forEach((name, each) -> readings.put(name, each.reading()));
    return Trimming.fitted(new HealthReport(begin, agent, readings), probes);
  }

  private static boolean lasts(Reading<List<Row>> reading) {
    return reading instanceof Reading.Measured || reading instanceof Reading.Absent;
  }
}
