package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/** Units that systemd has given up on. */
public final class UnitsProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(Field.text("failed", "the unit's name"));
  }

  @Override
  public String script() {
    return """
        if [ -d /run/systemd/system ] && [ "$(uname -s)" != Darwin ]; then
          if units=$(systemctl list-units --state=failed --no-legend --plain --full 2>/dev/null); then
            printf '%s\\n' "$units" | while read -r unit _; do printf '%s\\n' "$unit"; done
          else
            echo '!failed systemd does not answer'
          fi
        else
          echo '!absent no systemd'
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    List<String> failed = rows.stream().flatMap(row -> row.text("failed").stream()).toList();
    return failed.isEmpty()
        ? List.of()
        : List.of(
            new Trouble(
                "units-failed",
                Severity.INFO,
                "%d failed: %s; systemctl status tells why"
                    .formatted(
                        failed.size(), String.join(" ", failed.stream().limit(5).toList()))));
  }
}
