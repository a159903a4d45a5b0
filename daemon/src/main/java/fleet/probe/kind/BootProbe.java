package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Trouble;
import java.util.List;

/** Since when the machine is up. */
public final class BootProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("id", "another one at every boot"), Field.whole("uptime", "seconds since boot"));
  }

  @Override
  public String script() {
    return """
        id='' up=''
        if [ "$(uname -s)" != Darwin ]; then
          read -r up _ </proc/uptime
          read -r id </proc/sys/kernel/random/boot_id
        else
          id=$(sysctl -n kern.bootsessionuuid)
          boot=$(sysctl -n kern.boottime | sed 's/.*[^u]sec = \\([0-9]*\\).*/\\1/')
          up=$(($(date +%s) - boot))
        fi
        printf '%s\\t%s\\n' "$id" "${up%%.*}"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return List.of();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("uptime")).toList();
  }
}
