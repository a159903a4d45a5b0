package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.ArrayList;
import java.util.List;

/** How many files may be open: of a process of this account, and of all together. */
public final class LimitsProbe implements Probe {
  /** What Linux gives; compilers and watchers of files run short below it. */
  private static final long USUAL = 1024;

  private static final double NEAR = 0.9;

  @Override
  public List<Field> fields() {
    return List.of(
        Field.whole("soft", "files that a process may have open; none for no limit"),
        Field.whole("hard", "up to where it may raise that itself; none for no limit"),
        Field.whole("open", "files that are open on the machine"),
        Field.whole("most", "how many may be"));
  }

  @Override
  public String script() {
    return """
        # shellcheck disable=SC3045
        soft=$(ulimit -n)
        # shellcheck disable=SC3045
        hard=$(ulimit -H -n)
        open='' most=''
        if [ "$(uname -s)" != Darwin ]; then
          # In one read: asked byte by byte, it ends after the first number.
          # shellcheck disable=SC2046
          set -- $(cat /proc/sys/fs/file-nr)
          open=$1 most=$3
        else
          open=$(sysctl -n kern.num_files 2>/dev/null)
          most=$(sysctl -n kern.maxfiles 2>/dev/null)
        fi
        printf '%s\\t%s\\t%s\\t%s\\n' "${soft#unlimited}" "${hard#unlimited}" "$open" "$most"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    List<Trouble> troubles = new ArrayList<>();
    for (Row row : rows) {
      long open = row.whole("open").orElse(0);
      long most = row.whole("most").orElse(Long.MAX_VALUE);
      if (open > NEAR * most) {
        troubles.add(
            new Trouble(
                "files-open",
                Severity.CRITICAL,
                "%d of at most %d files are open".formatted(open, most)));
      }
      long soft = row.whole("soft").orElse(Long.MAX_VALUE);
      if (soft < USUAL) {
        troubles.add(
            new Trouble(
                "files-few",
                Severity.INFO,
                "a process may open only %d files: ulimit -n %d".formatted(soft, USUAL)));
      }
    }
    return troubles;
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("open")).toList();
  }
}
