package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/** Whether an update waits for a reboot. */
public final class RebootProbe implements Probe {
  private final String root;

  public RebootProbe() {
    this("");
  }

  /** For a system that lies in a folder. */
  RebootProbe(String root) {
    this.root = root;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.yes("pending", "whether it is needed"),
        Field.text("why", "what asks for it"),
        Field.yes("overdue", "whether it was asked for more than two weeks ago"));
  }

  @Override
  public String script() {
    return ("root='" + root + "'\n")
        + """
        # FILE WHY
        pending() {
          overdue=no
          [ -z "$(find "$1" -prune -ctime +14 2>/dev/null)" ] || overdue=yes
          printf 'yes\\t%s\\t%s\\n' "$2" "$overdue"
        }
        # The newest kernel in /boot, if it is newer than RUNNING and that one came from there, too.
        newer() {
          [ -e "$root/boot/vmlinuz-$1" ] || return 0
          for kernel in "$root"/boot/vmlinuz-[0-9]*; do printf '%s\\n' "${kernel##*/vmlinuz-}"; done |
            awk -v running="$1" '
              function less(a, b, i, n, x, y) {
                n = split(a, x, /[^0-9]+/); split(b, y, /[^0-9]+/)
                for (i = 1; i <= n; i++) if (x[i] + 0 != y[i] + 0) return x[i] + 0 < y[i] + 0
                return 0
              }
              BEGIN { newest = running }
              less(newest, $1) { newest = $1 }
              END { if (newest != running) print newest }'
        }
        running=$(uname -r)
        if [ "$(uname -s)" = Darwin ]; then
          echo '!absent a Mac does not tell'
        elif [ -e "$root/run/reboot-required" ]; then
          why=$(sort -u "$root/run/reboot-required.pkgs" 2>/dev/null | head -n 5 | tr '\\n\\t' '  ')
          pending "$root/run/reboot-required" "${why:-an update}"
        elif kernel=$(newer "$running") && [ -n "$kernel" ]; then
          pending "$root/boot/vmlinuz-$kernel" "kernel $kernel is installed, $running runs"
        elif [ -e "$root/boot/vmlinuz-linux" ] && [ -d "$root/usr/lib/modules" ] && [ ! -d "$root/usr/lib/modules/$running" ]; then
          pending "$root/boot/vmlinuz-linux" "the modules of kernel $running are gone"
        else
          printf 'no\\n'
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.is("pending"))
        .map(
            row ->
                new Trouble(
                    "reboot-pending",
                    row.is("overdue") ? Severity.WARNING : Severity.INFO,
                    "a reboot is needed%s: %s"
                        .formatted(
                            row.is("overdue") ? " for more than two weeks" : "",
                            row.text("why").orElse("an update"))))
        .toList();
  }
}
