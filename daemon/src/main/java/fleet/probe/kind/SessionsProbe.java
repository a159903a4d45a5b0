package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/** The tmux sessions of the account: on its own server, and on the fleet's. */
public final class SessionsProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("server", "default or fleet, as tmux -L names it"),
        Field.text("name", "of the session"),
        Field.whole("windows", "how many"),
        Field.yes("attached", "whether somebody looks at it"),
        Field.whole("created", "seconds since 1970"),
        Field.text("why", "the server gives no answer, where it gives none"));
  }

  @Override
  public String script() {
    return """
        # LABEL COMMAND...: a name may hold blanks, and comes last.
        sessions() {
          server=$1
          shift
          # Without a socket there is no session, and tmux would make the folder to say so.
          [ -S "${TMUX_TMPDIR:-/tmp}/tmux-$(id -u)/$server" ] || return 0
          if said=$("$@" -u list-sessions \\
            -F '#{session_windows} #{session_attached} #{session_created} #{session_name}' 2>&1); then
            printf '%s\\n' "$said" | while read -r windows attached created name; do
              [ "$attached" = 0 ] && attached=no || attached=yes
              printf '%s\\t%s\\t%s\\t%s\\t%s\\t\\n' "$server" "$name" "$windows" "$attached" "$created"
            done
          else
            case $said in
              *'no server running'* | *'error connecting'*'No such file'* | *'failed to connect'*) ;;
              *) printf '%s\\t\\t\\t\\t\\t%s\\n' "$server" "$(printf %s "$said" | tr '\\n\\t' '  ')" ;;
            esac
          fi
        }
        unset TMUX
        if command -v tmux >/dev/null; then
          sessions default tmux
          sessions fleet tmux -L fleet
        else
          echo '!absent tmux is not installed'
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.text("why").isPresent())
        .map(
            row ->
                new Trouble(
                    "tmux-unknown:" + row.text("server").orElse(""),
                    Severity.WARNING,
                    "tmux does not list its sessions: " + row.text("why").orElseThrow()))
        .toList();
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("attached", "windows")).toList();
  }
}
