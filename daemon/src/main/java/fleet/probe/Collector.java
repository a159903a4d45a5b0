package fleet.probe;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks all probes at the same time, each in a thread and a time of its own, and makes a report of
 * what they say. One that hangs costs its own reading, and is not asked again while it hangs.
 */
public final class Collector {
  private final Map<String, Probe> probes;
  private final String agent;
  private final InstantSource clock;
  private final Flights flights = new Flights();
  private final Map<String, Kept> kept = new HashMap<>();

  private record Kept(Reading<List<Row>> reading, Instant until) {}

  /**
   * @param agent the version that the report names as its maker
   */
  public Collector(Map<String, Probe> probes, String agent, InstantSource clock) {
    this.probes = Map.copyOf(probes);
    this.agent = agent;
    this.clock = clock;
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
                name, new Flights.Question<>(() -> probe.measure(setting), probe.limit()));
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
