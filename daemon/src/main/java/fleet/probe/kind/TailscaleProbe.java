package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.probe.ShProbe;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Whether the machine is on its tailnet: running and online, both. Its addresses persist while it
 * is stopped, so that they prove nothing.
 */
public final class TailscaleProbe implements Probe {
  private static final long DAYS_OF_WARNING = 14;

  private final String sockets;

  public TailscaleProbe() {
    this(
        "/run/tailscale/tailscaled.sock /var/run/tailscale/tailscaled.sock /var/run/tailscaled.socket");
  }

  /**
   * @param sockets where tailscaled may listen
   */
  TailscaleProbe(String sockets) {
    this.sockets = sockets;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("state", "Running, Stopped, NeedsLogin, …; NoDaemon where nothing answers"),
        Field.yes("online", "whether its coordination server sees it"),
        Field.text("address", "its first IPv4 address on the tailnet"),
        Field.text("keyExpiry", "when its key ends; none for never"),
        Field.whole("keyDays", "whole days until then, below 0 once it has ended"),
        Field.text("version", "of tailscaled"));
  }

  @Override
  public String script() {
    return ("sockets='" + sockets + "'\n")
        + """
        # Every user may read the status; peers are left out, because there may be thousands.
        ask_socket() {
          command -v curl >/dev/null || return 1
          for socket in $sockets; do
            [ -S "$socket" ] || continue
            curl -s -f --max-time 3 --noproxy '*' --unix-socket "$socket" \\
              'http://local-tailscaled.sock/localapi/v0/status?peers=false' && return 0
          done
          return 1
        }
        places="$HOME/Applications/Tailscale.app/Contents/MacOS/Tailscale"
        command_of() {
          for name in /Applications/Tailscale.app/Contents/MacOS/Tailscale "$places" tailscale \\
            /usr/local/bin/tailscale /opt/homebrew/bin/tailscale /usr/bin/tailscale /usr/sbin/tailscale \\
            /snap/bin/tailscale /run/current-system/sw/bin/tailscale "$HOME/go/bin/tailscale"; do
            if command -v "$name" >/dev/null; then
              printf '%s\\n' "$name"
              return 0
            fi
          done
          return 1
        }
        # KEY: its first plain value in $status
        value() {
          case $status in
            *"\\"$1\\":"*) ;;
            *) return 0 ;;
          esac
          value_rest=${status#*"\\"$1\\":"}
          value_rest=${value_rest#\\"}
          printf '%s\\n' "${value_rest%%[\\",\\}]*}"
        }
        said=$(ask_socket) || {
          if cli=$(command_of); then
            # The app is a program with windows unless it is told otherwise.
            said=$(TAILSCALE_BE_CLI=1 "$cli" status --json --peers=false 2>/dev/null)
            [ -n "$said" ] || said='{"BackendState":"NoDaemon"}'
          else
            said=
          fi
        }
        if [ -z "$said" ]; then
          echo '!absent Tailscale is not installed'
        else
          status=$(printf '%s' "$said" | tr -d ' \\n\\t\\r')
          state=$(value BackendState)
          version=$(value Version)
          case $status in
            *'"Self":{'*) status=${status#*'"Self":{'} ;;
            *) status= ;;
          esac
          status=${status%%'"Peer":'*}
          online=no
          [ "$(value Online)" != true ] || online=yes
          expiry=$(value KeyExpiry)
          case $expiry in 0001-* | null) expiry= ;; esac
          address=
          case $status in
            *'"TailscaleIPs":['*)
              address=${status#*'"TailscaleIPs":['}
              address=$(printf '%s\\n' "${address%%]*}" | tr ',' '\\n' | sed -n 's/^"\\([0-9.]*\\)"$/\\1/p' | sed -n 1p)
              ;;
          esac
          days=
          # Days since 1970 by the civil calendar; hours and minutes count as a part of a day.
          [ -z "$expiry" ] || days=$(date -u '+%Y %m %d %H %M' | awk -v expiry="$expiry" '
            function days(y, m, d) {
              if (m <= 2) { y--; m += 12 }
              return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d
            }
            {
              split(expiry, e, /[-T:Z.]/)
              left = days(e[1] + 0, e[2] + 0, e[3] + 0) - days($1 + 0, $2 + 0, $3 + 0)
              left += (e[4] * 60 + e[5] - $4 * 60 - $5) / 1440
              whole = int(left)
              print left < whole ? whole - 1 : whole
            }')
          printf '%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$state" "$online" "$address" "$expiry" "$days" "${version%%-*}"
        fi
        """;
  }

  @Override
  public Reading<List<Row>> measure(Setting setting) throws Exception {
    for (String socket : sockets.split(" ")) {
      try {
        if (Files.exists(Path.of(socket))) {
          return new Reading.Measured<>(
              List.of(LocalApi.row(LocalApi.status(Path.of(socket)), Instant.now())));
        }
      } catch (IOException | JacksonException _) {
        // The command says why, in the same rows.
      }
    }
    return ShProbe.run(this, setting);
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream().flatMap(row -> trouble(row).stream()).toList();
  }

  private static List<Trouble> trouble(Row row) {
    long days = row.whole("keyDays").orElse(Long.MAX_VALUE);
    if (days < 0) {
      return List.of(
          new Trouble(
              "tailscale-key",
              Severity.CRITICAL,
              "Tailscale's key has expired: sudo tailscale up --force-reauth"));
    }
    String state = row.text("state").orElse("unknown");
    if (!state.equals("Running")) {
      return List.of(new Trouble("tailscale-down", Severity.WARNING, down(state)));
    }
    if (row.isNot("online")) {
      return List.of(
          new Trouble("tailscale-offline", Severity.WARNING, "Tailscale runs but is offline"));
    }
    if (days < DAYS_OF_WARNING) {
      return List.of(
          new Trouble(
              "tailscale-key",
              Severity.WARNING,
              "Tailscale's key ends in %d days: sudo tailscale up --force-reauth".formatted(days)));
    }
    return row.text("address").isPresent()
        ? List.of()
        : List.of(
            new Trouble("tailscale-address", Severity.WARNING, "Tailscale has no IPv4 address"));
  }

  private static String down(String state) {
    return switch (state) {
      case "NoDaemon" -> "tailscaled does not answer: sudo systemctl start tailscaled";
      case "Stopped" -> "Tailscale is stopped: sudo tailscale up";
      case "NeedsLogin" -> "Tailscale wants a login: sudo tailscale up";
      default -> "Tailscale is in state " + state;
    };
  }
}
