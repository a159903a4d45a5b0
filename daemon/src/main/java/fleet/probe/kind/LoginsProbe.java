package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/**
 * Whether the agents on a machine are logged in, by the files that hold their logins. Of those only
 * the time of expiry is looked at, and nothing of them is ever told.
 */
public final class LoginsProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("agent", "claude, codex, gemini or gh"),
        Field.text("state", "ok, expired, missing, or locked where the file is not ours to read"));
  }

  @Override
  public String script() {
    return """
        # FILE KEY: whether its login has ended and cannot renew itself
        ended() {
          grep -q '"refresh_\\{0,1\\}[tT]oken" *: *"[^"]' "$1" && return 1
          at=$(tr -d ' \\n' <"$1" | sed -n "s/.*\\"$2\\":\\([0-9]*\\).*/\\1/p")
          [ -n "$at" ] && [ "${#at}" -ge 12 ] && [ "$((at / 1000))" -lt "$(date +%s)" ]
        }
        # AGENT FILE KEY [PLACE]: PLACE is where a Mac's keychain has it
        login() {
          if [ -s "$2" ]; then
            if [ ! -r "$2" ]; then state=locked; elif ended "$2" "$3"; then state=expired; else state=ok; fi
          elif [ -n "$4" ] && command -v security >/dev/null && security find-generic-password -s "$4" >/dev/null 2>&1; then
            state=ok
          elif command -v "$1" >/dev/null; then
            state=missing
          else
            return 0
          fi
          printf '%s\\t%s\\n' "$1" "$state"
        }
        rows=$(
          login claude "${CLAUDE_CONFIG_DIR:-$HOME/.claude}/.credentials.json" expiresAt 'Claude Code-credentials'
          login codex "${CODEX_HOME:-$HOME/.codex}/auth.json" expires_at ''
          login gemini "$HOME/.gemini/oauth_creds.json" expiry_date ''
          login gh "${GH_CONFIG_DIR:-${XDG_CONFIG_HOME:-$HOME/.config}/gh}/hosts.yml" '' 'gh:github.com'
        )
        printf '%s\\n' "${rows:-!absent no agent is installed}"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return rows.stream().flatMap(row -> trouble(row).stream()).toList();
  }

  private static List<Trouble> trouble(Row row) {
    String agent = row.text("agent").orElse("");
    String state = row.text("state").orElse("ok");
    return switch (state) {
      case "missing" ->
          List.of(new Trouble("login-missing:" + agent, Severity.INFO, agent + " has no login"));
      case "expired" ->
          List.of(
              new Trouble(
                  "login-expired:" + agent, Severity.WARNING, agent + "'s login has expired"));
      case "locked" ->
          List.of(
              new Trouble(
                  "login-locked:" + agent,
                  Severity.WARNING,
                  agent + "'s login belongs to another account"));
      default -> List.of();
    };
  }
}
