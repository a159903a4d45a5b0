package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How busy the processors are. */
public final class LoadProbe implements Probe {
  /** Agents that compile keep a machine at twice its processors; this is busy, and still works. */
  private static final double BUSY = 4;

  /** Nothing comes through any more. */
  private static final double JAM = 25;

  @Override
  public List<Field> fields() {
    return List.of(
        Field.whole("processors", "how many are online"),
        Field.number("load1", "processes that run or wait, a mean of 1 minute"),
        Field.number("load5", "the same of 5 minutes"),
        Field.number("load15", "the same of 15 minutes"));
  }

  @Override
  public String script() {
    return """
        if [ "$(uname -s)" != Darwin ]; then
          read -r one five fifteen rest </proc/loadavg
        else
          # shellcheck disable=SC2046
          set -- $(sysctl -n vm.loadavg | tr -d '{}')
          one=$1 five=$2 fifteen=$3
        fi
        printf '%s\\t%s\\t%s\\t%s\\n' "$(getconf _NPROCESSORS_ONLN)" "$one" "$five" "$fifteen"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream().filter(row -> above(BUSY, row)).map(LoadProbe::trouble).toList();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("load1", "load5", "load15")).toList();
  }

  private static boolean above(double times, Row row) {
    OptionalLong processors = row.whole("processors");
    OptionalDouble load = row.number("load15");
    return processors.isPresent()
        && load.isPresent()
        && load.getAsDouble() > times * processors.getAsLong();
  }

  private static Trouble trouble(Row row) {
    return new Trouble(
        "load-high",
        above(JAM, row) ? Severity.WARNING : Severity.INFO,
        "%.0f processes run or wait for %d processors over 15 minutes"
            .formatted(row.number("load15").orElseThrow(), row.whole("processors").orElseThrow()));
  }
}
