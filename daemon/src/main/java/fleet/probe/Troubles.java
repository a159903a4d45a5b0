package fleet.probe;

import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is wrong on a machine by all its readings. A question without an answer is a trouble too.
 */
public final class Troubles {
  private final Map<String, Probe> probes;

  public Troubles(Map<String, Probe> probes) {
    this.probes = Map.copyOf(probes);
  }

  public List<Trouble> of(HealthReport report) {
    List<Trouble> all = new ArrayList<>();
    report.readings().forEach((name, reading) -> all.addAll(of(name, reading)));
    return List.copyOf(all);
  }

  private List<Trouble> of(String name, Reading<List<Row>> reading) {
    return switch (reading) {
      case Reading.Measured<List<Row>>(List<Row> rows) -> seen(name, rows);
      case Reading.Failed<List<Row>>(String why) ->
          List.of(new Trouble(name + "-unknown", Severity.WARNING, why));
      case Reading.TimedOut<List<Row>> late ->
          List.of(
              new Trouble(
                  name + "-hangs",
                  Severity.WARNING,
                  "no answer within " + late.after().toSeconds() + " s"));
      case Reading.Absent<List<Row>> _ -> List.of();
    };
  }

  private List<Trouble> seen(String name, List<Row> rows) {
    List<Trouble> troubles = new ArrayList<>();
    Probe probe = probes.get(name);
    if (probe != null) {
      troubles.addAll(probe.judge(Trimming.told(rows)));
    }
    if (Trimming.omitted(rows) > 0) {
      troubles.add(
          new Trouble(
              name + "-trimmed",
              Severity.INFO,
              "%d of %d rows are left out, because a report is small"
                  .formatted(
                      Trimming.omitted(rows),
                      Trimming.omitted(rows) + Trimming.told(rows).size())));
    }
    return troubles;
  }
}
