package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/** How long a portable machine will last. */
public final class BatteryProbe implements Probe {
  private static final long LOW = 15;
  private static final long EMPTY = 5;
  private static final long STEP = 10;

  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("name", "the system's name of it"),
        Field.whole("percent", "how full it is"),
        Field.text("state", "charging, discharging, full, or the system's own word"));
  }

  @Override
  public String script() {
    return """
        batteries() {
          for supply in /sys/class/power_supply/*; do
            kind='' scope='' percent='' state=''
            { read -r kind <"$supply/type"; } 2>/dev/null
            { read -r scope <"$supply/scope"; } 2>/dev/null
            # A mouse has one, too.
            [ "$kind" = Battery ] && [ "$scope" != Device ] || continue
            { read -r percent <"$supply/capacity"; } 2>/dev/null
            { read -r state <"$supply/status"; } 2>/dev/null
            printf '%s\\t%s\\t%s\\n' "${supply##*/}" "$percent" "$state"
          done
          command -v pmset >/dev/null && pmset -g batt |
            sed -n 's/^ *-\\([^ ]*\\) .*[^0-9]\\([0-9][0-9]*\\)%; \\([^;]*\\);.*/\\1 \\2 \\3/p' |
            while read -r name percent state; do
              printf '%s\\t%s\\t%s\\n' "$name" "$percent" "$state"
            done
        }
        rows=$(batteries 2>/dev/null | tr '[:upper:]' '[:lower:]')
        printf '%s\\n' "${rows:-!absent no battery}"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.text("state").filter("discharging"::equals).isPresent())
        .filter(row -> row.whole("percent").orElse(100) < LOW)
        .map(BatteryProbe::trouble)
        .toList();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream()
        .map(row -> row.with("percent", row.whole("percent").orElse(0) / STEP * STEP))
        .toList();
  }

  private static Trouble trouble(Row row) {
    long percent = row.whole("percent").orElseThrow();
    return new Trouble(
        "battery-low",
        percent < EMPTY ? Severity.CRITICAL : Severity.WARNING,
        "%d %% left and no charger".formatted(percent));
  }
}
