package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.probe.ShProbe;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;

/** How much memory is left. */
public final class MemoryProbe implements Probe {
  private static final double LOW = 10;
  private static final double NONE_LEFT = 5;

  @Override
  public List<Field> fields() {
    return List.of(
        Field.whole("total", "bytes of memory"),
        Field.whole("available", "bytes that programs could have without swapping"),
        Field.whole("swapTotal", "bytes of swap"),
        Field.whole("swapUsed", "bytes of swap in use"));
  }

  @Override
  public String script() {
    return """
        if [ "$(uname -s)" != Darwin ]; then
          awk '
            { kb[$1] = $2 }
            END {
              printf "%.0f\\t%.0f\\t%.0f\\t%.0f\\n", kb["MemTotal:"] * 1024, kb["MemAvailable:"] * 1024,
                kb["SwapTotal:"] * 1024, (kb["SwapTotal:"] - kb["SwapFree:"]) * 1024
            }' /proc/meminfo
        else
          {
            sysctl -n hw.memsize
            sysctl -n vm.swapusage
            vm_stat
          } 2>/dev/null | awk '
            function bytes(text) { return text * (text ~ /G/ ? 1073741824 : text ~ /K/ ? 1024 : 1048576) }
            NR == 1 { total = $1 }
            /^total =/ { swap = bytes($3); used = bytes($6) }
            /page size of/ { for (i = 1; i < NF; i++) if ($i == "of") page = $(i + 1) }
            /^Pages (free|inactive|speculative):/ { pages += $NF; seen = 1 }
            END {
              printf "%.0f\\t%s\\t%.0f\\t%.0f\\n", total, (seen ? sprintf("%.0f", pages * page) : ""), swap, used
            }'
        fi
        """;
  }

  @Override
  public Reading<List<Row>> measure(Setting setting) throws Exception {
    try {
      GlobalMemory memory = new SystemInfo().getHardware().getMemory();
      return new Reading.Measured<>(
          List.of(
              Row.of(
                  "total", memory.getTotal(),
                  "available", memory.getAvailable(),
                  "swapTotal", memory.getVirtualMemory().getSwapTotal(),
                  "swapUsed", memory.getVirtualMemory().getSwapUsed())));
    } catch (LinkageError _) {
      return ShProbe.run(this, setting);
    }
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> percentLeft(row) < LOW)
        .map(
            row ->
                new Trouble(
                    "memory-low",
                    percentLeft(row) < NONE_LEFT ? Severity.CRITICAL : Severity.WARNING,
                    "%s of %s is left"
                        .formatted(
                            Bytes.shown(row.whole("available").orElseThrow()),
                            Bytes.shown(row.whole("total").orElseThrow()))))
        .toList();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("available", "swapUsed")).toList();
  }

  /** 100 where it is not known. */
  private static double percentLeft(Row row) {
    long total = row.whole("total").orElse(0);
    return total <= 0 ? 100 : row.whole("available").orElse(total) * 100.0 / total;
  }
}
