package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.time.Duration;
import java.util.List;

/**
 * How many packages are behind what the machine's own lists offer. The lists are not refreshed, so
 * their age is told.
 */
public final class UpdatesProbe implements Probe {
  private final String root;

  public UpdatesProbe() {
    this("");
  }

  /** For a system that lies in a folder. */
  UpdatesProbe(String root) {
    this.root = root;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("manager", "apt, apk or pacman"),
        Field.whole("all", "packages that could be newer"),
        Field.whole("security", "of them for security; none where the manager does not tell"),
        Field.text("listed", "when the lists were fetched"));
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Duration keeps() {
    return Duration.ofHours(3);
  }

  @Override
  public String script() {
    return ("root='" + root + "'\n")
        + """
        # FILE...: when the newest of them was written
        newest() {
          ls -t "$@" | {
            IFS= read -r first
            date -u -r "$first" +%Y-%m-%dT%H:%M:%SZ
          }
        }
        # What is installed, then what each list offers; apt itself would take seconds for it.
        versions() {
          grep -E '^(Package|Status|Version): ' "$root/var/lib/dpkg/status"
          for list in "$root"/var/lib/apt/lists/*_Packages "$root"/var/lib/apt/lists/*_Packages.*; do
            case $list in
              *'*'* | *backports* | *experimental* | *proposed*) continue ;;
            esac
            printf 'List: %s\\n' "$list"
            case $list in
              *_Packages) cat "$list" ;;
              *) /usr/lib/apt/apt-helper cat-file "$list" ;;
            esac | grep -E '^(Package|Version): '
          done
        }
        behind() {
          awk -v listed="$1" '
            # Versions in the order of deb-version(7).
            function rank(c) {
              return c == "~" ? -1 : c == "" || c ~ /[0-9]/ ? 0 : index("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.:", c)
            }
            function compared(a, b, x, y) {
              while (a != "" || b != "") {
                while ((a != "" && a !~ /^[0-9]/) || (b != "" && b !~ /^[0-9]/)) {
                  x = rank(substr(a, 1, 1)); y = rank(substr(b, 1, 1))
                  if (x != y) return x - y
                  a = substr(a, 2); b = substr(b, 2)
                }
                match(a, /^[0-9]*/); x = substr(a, 1, RLENGTH) + 0; a = substr(a, RLENGTH + 1)
                match(b, /^[0-9]*/); y = substr(b, 1, RLENGTH) + 0; b = substr(b, RLENGTH + 1)
                if (x != y) return x - y
              }
              return 0
            }
            function epoch(v) { return v ~ /:/ ? substr(v, 1, index(v, ":") - 1) + 0 : 0 }
            function upstream(v) { sub(/^[0-9]*:/, "", v); sub(/-[^-]*$/, "", v); return v }
            function revision(v) { return match(v, /-[^-]*$/) ? substr(v, RSTART + 1) : "" }
            function order(a, b, result) {
              if (a == b) return 0
              result = epoch(a) - epoch(b)
              if (result == 0) result = compared(upstream(a), upstream(b))
              return result == 0 ? compared(revision(a), revision(b)) : result
            }
            $1 == "List:" { offered = 1; secure = ($2 ~ /[Ss]ecurity/) }
            $1 == "Package:" { name = $2; here = 0 }
            $1 == "Status:" { here = ($2 == "install" && $4 == "installed") }
            $1 == "Version:" && !offered && here { best[name] = $2 }
            $1 == "Version:" && offered && name in best {
              result = order($2, best[name])
              if (result > 0) { best[name] = $2; behind[name]; security[name] = 0 }
              if (result >= 0 && name in behind && secure) security[name] = 1
            }
            END {
              for (name in behind) { all++; secured += security[name] }
              printf "apt\\t%d\\t%d\\t%s\\n", all, secured, listed
            }'
        }
        lines() {
          awk 'END { print NR }'
        }
        if [ -r "$root/var/lib/dpkg/status" ] && [ -d "$root/var/lib/apt/lists" ]; then
          set -- "$root"/var/lib/apt/lists/*Release
          if [ -e "$1" ]; then
            LC_ALL=C
            export LC_ALL
            versions 2>/dev/null | behind "$(newest "$@")"
          else
            echo '!absent apt has no lists: sudo apt-get update'
          fi
        elif command -v apk >/dev/null; then
          printf 'apk\\t%s\\t\\t\\n' "$(apk version -l '<' 2>/dev/null | sed 1d | lines)"
        elif command -v pacman >/dev/null; then
          printf 'pacman\\t%s\\t\\t\\n' "$(pacman -Qu 2>/dev/null | lines)"
        else
          echo '!absent no package manager that can be asked cheaply'
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.whole("all").orElse(0) > 0)
        .map(
            row ->
                new Trouble(
                    "updates",
                    Severity.INFO,
                    "%d packages could be newer%s"
                        .formatted(row.whole("all").orElseThrow(), security(row))))
        .toList();
  }

  private static String security(Row row) {
    long security = row.whole("security").orElse(0);
    return security == 0 ? "" : ", %d of them for security".formatted(security);
  }
}
