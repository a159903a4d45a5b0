package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/**
 * Whether the services run that are expected to: the script is told of them in {@code
 * $fleet_services}.
 */
public final class ServicesProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("name", "as it was asked for"),
        Field.text("state", "active, inactive, failed, not-found, or the system's own word"),
        Field.yes("running", "whether it does its work"));
  }

  @Override
  public String script() {
    return """
        row() {
          case $2 in
            active | reloading | running) printf '%s\\t%s\\tyes\\n' "$1" "$2" ;;
            *) printf '%s\\t%s\\tno\\n' "$1" "${2:-unknown}" ;;
          esac
        }
        systemd_state() {
          systemctl show -p LoadState -p ActiveState -- "$1" | {
            load='' active=''
            while IFS='=' read -r key value; do
              case $key in
                LoadState) load=$value ;;
                ActiveState) active=$value ;;
              esac
            done
            if [ "$load" = not-found ]; then echo not-found; else printf '%s\\n' "$active"; fi
          }
        }
        launchd_state() {
          for domain in system "gui/$(id -u)" "user/$(id -u)"; do
            state=$(launchctl print "$domain/$1" | sed -n 's/^[[:space:]]*state = //p')
            [ -z "$state" ] || break
          done
          printf '%s\\n' "${state:-not-found}" | { read -r first; printf '%s\\n' "$first"; }
        }
        other_state() {
          if rc-service -e "$1"; then
            rc-service "$1" status >/dev/null && echo active || echo inactive
          elif [ -e "/etc/init.d/$1" ]; then
            "/etc/init.d/$1" status >/dev/null && echo active || echo inactive
          else
            echo not-found
          fi
        }
        if [ -z "$fleet_services" ]; then
          echo '!absent no service is asked for'
        else
          if [ -d /run/systemd/system ]; then
            manager=systemd
          elif command -v launchctl >/dev/null; then
            manager=launchd
          else
            manager=other
          fi
          set -f
          for service in $fleet_services; do
            row "$service" "$("${manager}_state" "$service" 2>/dev/null)"
          done
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.isNot("running"))
        .map(
            row -> {
              String name = row.text("name").orElse("");
              return new Trouble(
                  "service-down:" + name,
                  Severity.WARNING,
                  "%s is %s".formatted(name, row.text("state").orElse("unknown")));
            })
        .toList();
  }
}
