package fleet.sim.load;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What a machine in good health says. */
final class SampleReport {
  private SampleReport() {}

  static HealthReport at(Instant now) {
    var readings = new TreeMap<String, Reading<List<Row>>>();
    readings.put("load", measured(Row.of("one", 0.5, "five", 0.4, "fifteen", 0.3, "cpus", 8L)));
    readings.put("battery", new Reading.Absent<>("this machine has none"));
    return new HealthReport(now, "load", readings);
  }

  private static Reading<List<Row>> measured(Row row) {
    return new Reading.Measured<>(List.of(row));
  }
}
