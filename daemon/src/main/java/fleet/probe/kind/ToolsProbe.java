package fleet.probe.kind;

import fleet.probe.AtOnce;
import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.time.Duration;
import java.util.List;

/**
 * The versions of the tools that agents work with. A version is read from where the tool lies if it
 * stands there; only else the tool is run, and told to stay off the network.
 */
public final class ToolsProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("name", "its command"),
        Field.text("version", "as it tells it"),
        Field.text("state", "ok, hangs, or broken where no version came"));
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Duration keeps() {
    return Duration.ofMinutes(30);
  }

  @Override
  public String script() {
    return AtOnce.LIBRARY
        + """
        # Sets $real to where the chain of symlinks at $1 ends.
        resolved() {
          real=$1
          hops=20
          while [ -h "$real" ] && [ "$hops" -gt 0 ]; do
            hops=$((hops - 1))
            to=$(readlink "$real")
            case $to in
              /*) real=$to ;;
              *) real=${real%/*}/$to ;;
            esac
          done
        }
        # The version by the file's own name, by Homebrew's folder or by npm's description.
        written() {
          case $real in
            */Cellar/*)
              version=${real#*/Cellar/*/}
              version=${version%%/*}
              ;;
            */versions/*[0-9].[0-9]*) version=${real##*/} ;;
            */node_modules/* | */nodejs/*)
              folder=${real%/*}
              while [ -n "$folder" ] && [ ! -f "$folder/package.json" ]; do folder=${folder%/*}; done
              version=$(sed -n 's/^[{[:space:]]*"version": *"\\([^"]*\\)".*/\\1/p' "$folder/package.json" | sed -n 1p)
              ;;
          esac
        }
        # On a Mac without Apple's tools its git is only a question to the person in front of it.
        usable() {
          case $1 in /*) ;; *) return 1 ;; esac
          case $system$1 in Darwin/usr/bin/*) xcode-select -p >/dev/null ;; esac
        }
        ask() {
          path=$(command -v "$1") && usable "$path" || return 0
          version=
          resolved "$path"
          written
          if [ -z "$version" ]; then
            word=--version
            [ "$1" != tmux ] || word=-V
            version=$("$path" "$word" 2>&1 | tr -d '\\000' | tr -c '[:print:]\\n' '?' |
              sed -n 's/^\\([^0-9]*[^0-9.]\\)*\\([0-9][0-9]*\\.[0-9][0-9A-Za-z.+_~-]*\\).*/\\2/p' | sed -n 1p)
          fi
          if [ -n "$version" ]; then
            printf '%s\\t%.60s\\tok\\n' "$1" "$version"
          else
            printf '%s\\t\\tbroken\\n' "$1"
          fi
        }
        hung() {
          printf '%s\\t\\thangs\\n' "$1"
        }
        system=$(uname -s)
        export NO_UPDATE_NOTIFIER=1 GH_NO_UPDATE_NOTIFIER=1 INFISICAL_DISABLE_UPDATE_CHECK=true
        export DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 WRANGLER_SEND_METRICS=false
        export npm_config_update_notifier=false npm_config_offline=true CI=1
        at_once 5 git gh node npm uv tmux mosh claude codex gemini infisical wrangler
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream().flatMap(row -> trouble(row).stream()).toList();
  }

  private static List<Trouble> trouble(Row row) {
    String name = row.text("name").orElse("");
    return switch (row.text("state").orElse("ok")) {
      case "hangs" ->
          List.of(
              new Trouble(
                  "tool-hangs:" + name,
                  Severity.WARNING,
                  name + " does not even tell its version in time"));
      case "broken" ->
          List.of(
              new Trouble(
                  "tool-broken:" + name, Severity.WARNING, name + " does not tell its version"));
      default -> List.of();
    };
  }
}
