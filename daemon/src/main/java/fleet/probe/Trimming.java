package fleet.probe;

import fleet.report.HealthReport;
import fleet.report.Json;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Wire;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report fit the wire. What is left out is counted in a last row {@code omitted}, and rows
 * that are in trouble stay before others; a text that is cut ends in an ellipsis.
 */
final class Trimming {
  private static final String OMITTED = "omitted";
  private static final int LONGEST_TEXT = 200;
  private static final int MOST_ROWS = 60;

  private Trimming() {}

  static HealthReport fitted(HealthReport report, Map<String, Probe> probes) {
    var readings = new TreeMap<String, Reading<List<Row>>>();
    report
        .readings()
        .forEach((name, reading) -> readings.put(name, cut(reading, probes.get(name), MOST_ROWS)));
    HealthReport fitted = new HealthReport(report.takenAt(), report.agent(), readings);
    while (size(fitted) > HealthReport.MOST_BYTES) {
      String largest = largest(fitted);
      int rows = fitted.rows(largest).size();
      readings.put(
          largest,
          rows > 2
              ? cut(fitted.reading(largest), probes.get(largest), rows / 2)
              : new Reading.Failed<>("its answer is too long for a report"));
      fitted = new HealthReport(report.takenAt(), report.agent(), readings);
    }
    return fitted;
  }

  /** How many rows were left out. */
  static long omitted(List<Row> rows) {
    return rows.isEmpty() ? 0 : rows.getLast().whole(OMITTED).orElse(0);
  }

  /** What a judge may see. */
  static List<Row> told(List<Row> rows) {
    return omitted(rows) == 0 ? rows : rows.subList(0, rows.size() - 1);
  }

  private static Reading<List<Row>> cut(
      Reading<List<Row>> reading, @Nullable Probe probe, int most) {
    return switch (reading) {
      case Reading.Measured<List<Row>>(List<Row> rows) ->
          new Reading.Measured<>(cut(rows.stream().map(Trimming::cut).toList(), probe, most));
      case Reading.Failed<List<Row>>(String why) -> new Reading.Failed<>(cut(why));
      case Reading.Absent<List<Row>>(String why) -> new Reading.Absent<>(cut(why));
      case Reading.TimedOut<List<Row>> late -> late;
    };
  }

  private static List<Row> cut(List<Row> rows, @Nullable Probe probe, int most) {
    if (rows.size() <= most) {
      return rows;
    }
    List<Row> told = told(rows);
    long omitted = omitted(rows) + told.size() - (most - 1);
    Comparator<Row> troubleFirst =
        Comparator.comparing(row -> probe == null || probe.judge(List.of(row)).isEmpty());
    return Stream.concat(
            told.stream().sorted(troubleFirst).limit(most - 1), Stream.of(Row.of(OMITTED, omitted)))
        .toList();
  }

  private static Row cut(Row row) {
    var values = new TreeMap<String, Object>(row.values());
    values.replaceAll((_, value) -> value instanceof String text ? cut(text) : value);
    return new Row(values);
  }

  private static String cut(String text) {
    String line = ScriptRows.shown(text);
    return line.codePointCount(0, line.length()) <= LONGEST_TEXT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_TEXT - 1)) + "…";
  }

  private static String largest(HealthReport report) {
    return report.readings().keySet().stream()
        .max(Comparator.comparingInt(name -> size(only(report, name))))
        .orElseThrow();
  }

  private static HealthReport only(HealthReport report, String name) {
    return new HealthReport(
        report.takenAt(), report.agent(), new TreeMap<>(Map.of(name, report.reading(name))));
  }

  private static int size(HealthReport report) {
    return Json.bytes(Wire.of(report)).length;
  }
}
