package fleet.report;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a machine says about itself at one moment.
 *
 * @param takenAt by the machine's own clock
 * @param agent the version of what took it; {@code live} for a look over SSH
 * @param readings by the name of the probe
 */
public record HealthReport(
    Instant takenAt, String agent, SortedMap<String, Reading<List<Row>>> readings) {
  /** The longest form on the wire, in bytes. */
  public static final int MOST_BYTES = 16 * 1024;

  public HealthReport {
    readings = new TreeMap<>(readings);
  }

  /** What that probe saw; absent where the report's maker did not know the probe. */
  public Reading<List<Row>> reading(String probe) {
    return readings.getOrDefault(probe, new Reading.Absent<>("not reported"));
  }

  /** The rows of a probe that measured; none of any other. */
  public List<Row> rows(String probe) {
    return reading(probe) instanceof Reading.Measured<List<Row>>(List<Row> rows) ? rows : List.of();
  }
}
