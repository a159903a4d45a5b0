package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/**
 * How far the machine's clock is off. It cannot tell by itself: the script is told in {@code
 * $fleet_clock_offset}, in seconds, once somebody else's clock was seen.
 */
public final class ClockProbe implements Probe {
  /** Codes of two factors and builds by time go wrong from here. */
  private static final double OFF = 30;

  /** Certificates, tokens and Kerberos do. */
  private static final double FAR_OFF = 300;

  @Override
  public List<Field> fields() {
    return List.of(
        Field.number(
            "offset", "seconds by which it is ahead of the coordinator's, or of who looks"));
  }

  @Override
  public String script() {
    return """
        printf '%s\\n' "${fleet_clock_offset:-!absent no coordinator has told its time}"
        """;
  }

  @Override
  public Reading<List<Row>> measure(Setting setting) {
    return setting
        .clockOffset()
        .<Reading<List<Row>>>map(
            offset -> new Reading.Measured<>(List.of(Row.of("offset", offset.toMillis() / 1e3))))
        .orElseGet(() -> new Reading.Absent<>("no coordinator has told its time"));
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> Math.abs(row.number("offset").orElse(0)) > OFF)
        .map(ClockProbe::trouble)
        .toList();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream()
        .map(row -> row.with("offset", Math.rint(row.number("offset").orElse(0) / OFF)))
        .toList();
  }

  private static Trouble trouble(Row row) {
    double offset = row.number("offset").orElseThrow();
    return new Trouble(
        "clock-off",
        Math.abs(offset) > FAR_OFF ? Severity.CRITICAL : Severity.WARNING,
        "the clock is %.0f s %s".formatted(Math.abs(offset), offset > 0 ? "ahead" : "behind"));
  }
}
