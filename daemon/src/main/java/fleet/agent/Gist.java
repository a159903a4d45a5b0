package fleet.agent;

import fleet.probe.Probe;
import fleet.probe.Troubles;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What of a report counts as a change, as a digest: equal ones need not be sent in full. */
final class Gist {
  private Gist() {}

  static String of(HealthReport report, Map<String, Probe> probes) {
    StringBuilder text = new StringBuilder();
    report
        .readings()
        .forEach(
            (name, reading) -> text.append(name).append(' ').append(of(name, reading, probes)));
    // The reason of a trouble holds figures that move; the gist of its probe says which count.
    text.append(
        new Troubles(probes)
            .of(report).stream()
                .map(trouble -> trouble.type() + " " + trouble.severity())
                .sorted()
                .collect(Collectors.joining("\n")));
    return digest(text.toString());
  }

  private static String of(String name, Reading<List<Row>> reading, Map<String, Probe> probes) {
    return switch (reading) {
      case Reading.Measured<List<Row>>(List<Row> rows) ->
          probes.containsKey(name) ? probes.get(name).gist(rows).toString() : "";
      case Reading.Failed<List<Row>> _ -> "failed";
      case Reading.TimedOut<List<Row>> _ -> "timed out";
      case Reading.Absent<List<Row>>(String why) -> "absent " + why;
    };
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
