package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;

/** A service of systemd; one {@code systemctl show} answers for all units. */
final class SystemdService {
  private static final String UNIT =
      ".+\\.(service|socket|timer|path|mount|automount|swap|target|slice|scope|device)";

  static final String LIBRARY =
      """
      # service_ctl SCOPE ARGUMENT...: systemctl for the machine or the user.
      service_ctl() {
        if [ "$1" = user ]; then
          shift
          XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl --user "$@"
        else
          shift
          systemctl "$@"
        fi
      }

      # service_show SCOPE UNIT...: one block of properties for each; times in UTC, to the
      # microsecond where systemctl can (248), else to the second.
      service_show() {
        service_scope=$1
        shift
        service_ask=Id,LoadState,UnitFileState,ActiveState,Result,NeedDaemonReload,NRestarts,ExecMainPID,ExecMainStartTimestamp,InactiveExitTimestamp
        if service_shown=$(TZ=UTC0 LC_ALL=C service_ctl "$service_scope" show --timestamp=us+utc -p "$service_ask" -- "$@" 2>/dev/null); then
          printf '%s\\n\\n' "$service_shown"
        else
          TZ=UTC0 LC_ALL=C service_ctl "$service_scope" show -p "$service_ask" -- "$@" 2>&1
          say ''
        fi
      }

      # service_seen UNIT..., service_seen_user UNIT...: the blocks come in the order asked.
      service_seen() { service_system=$nl; service_why=; service_gather system "$@"; service_system=$service_table; service_system_why=$service_why; }
      service_seen_user() { service_user=$nl; service_why=; service_gather user "$@"; service_user=$service_table; service_user_why=$service_why; }
      service_gather() {
        service_table=$nl
        service_where=$1
        shift
        if ! command -v systemctl >/dev/null 2>&1; then
          service_why='!blocked there is no systemd here'
          return 0
        fi
        service_block=
        while IFS= read -r service_line; do
          case $service_line in
            'System has not been booted'*) service_why='!blocked systemd is not running here' ;;
            'Failed to connect'*) [ -z "$service_why" ] || continue; if am_root || [ "$service_where" = user ]; then service_why="!blocked $service_line"; else service_why='!denied'; fi ;;
            *=*) service_block=$service_block$tab$service_line ;;
            '')
              if [ -n "$service_block" ] && [ $# -gt 0 ]; then
                service_table=$service_table$1$service_block$tab$nl
                shift
              fi
              service_block=
              ;;
          esac
        done <<SHOWN
      $(service_show "$service_where" "$@"; say end)
      SHOWN
      }

      # service_get NAME: sets $service_got to that property in $service_unit.
      service_get() {
        service_got=${service_unit#*"$tab$1="}
        if [ "$service_got" = "$service_unit" ]; then service_got=; else service_got=${service_got%%"$tab"*}; fi
      }

      # service_files PATH...: when each was changed, in UTC. Both GNU's and busybox's stat do this.
      service_files() {
        service_changed=$nl$(TZ=UTC0 stat -L -c '%n%%%y' -- "$@" 2>/dev/null)$nl
      }

      # service_moment TEXT: "2026-11-20 22:19:21.123456..." as two numbers, $service_day and
      # $service_time in microseconds; without a fraction, the end of that second.
      service_moment() {
        service_date=${1%% *}
        service_day=${service_date%%-*}${service_date#*-}
        service_day=${service_day%%-*}${service_day##*-}
        service_clock=${1#* }
        service_clock=${service_clock%% *}
        service_rest=999999
        case $service_clock in
          *.*)
            service_rest=${service_clock#*.}000000
            service_rest=${service_rest%"${service_rest#??????}"}
            ;;
        esac
        service_clock=${service_clock%%.*}
        service_hour=${service_clock%%:*}
        service_clock=${service_clock#*:}
        service_time=$service_hour${service_clock%%:*}${service_clock#*:}$service_rest
      }

      # service_older PATH...: sets $service_than to a file that changed after $service_unit started;
      # fails where there is none.
      service_older() {
        service_get ExecMainStartTimestamp
        [ "${service_got:-n/a}" != n/a ] || service_get InactiveExitTimestamp
        [ "${service_got:-n/a}" != n/a ] || return 1
        service_moment "${service_got#* }"
        service_start_day=$service_day
        service_start_time=$service_time
        for service_than; do
          case $service_changed in *"$nl$service_than%"*) ;; *) continue ;; esac
          service_line=${service_changed#*"$nl$service_than%"}
          service_moment "${service_line%%"$nl"*}"
          [ "$service_day" -lt "$service_start_day" ] && continue
          [ "$service_day" -gt "$service_start_day" ] && return 0
          [ "$service_time" -le "$service_start_time" ] || return 0
        done
        return 1
      }

      # service_check SCOPE UNIT ENABLED RUNNING PATH...
      service_check() {
        if [ "$1" = user ]; then
          service_table=$service_user service_why=$service_user_why
        else
          service_table=$service_system service_why=$service_system_why
        fi
        if [ -n "$service_why" ]; then
          say "$service_why"
          return
        fi
        case $service_table in
          *"$nl$2$tab"*) ;;
          *)
            say '!unknown systemctl does not tell of it'
            return
            ;;
        esac
        service_unit=${service_table#*"$nl$2$tab"}
        service_unit=$tab${service_unit%%"$nl"*}
        service_name=$2 service_enabled=$3 service_running=$4
        shift 4
        service_get LoadState
        service_load=$service_got
        case $service_load,$service_enabled$service_running in
          not-found,*yes*)
            say missing
            return
            ;;
          masked,*yes*)
            say "!blocked it is masked (systemctl unmask $service_name)"
            return
            ;;
          not-found,* | masked,* | loaded,*) ;;
          *)
            say "broken ($service_load)"
            return
            ;;
        esac
        service_said=
        [ -z "$service_enabled" ] || service_boot
        case $service_said in '!'*) say "$service_said"; return ;; esac
        [ -z "$service_running" ] || service_now "$@"
        say "${service_said# }"
      }

      service_boot() {
        service_get UnitFileState
        case $service_got,$service_enabled in
          enabled,* | alias,yes) service_said=enabled ;;
          static,yes) service_said="!blocked nothing can enable it: it is static" ;;
          static,no | indirect,no | masked,no | masked-runtime,no | generated,no | transient,no) service_said=disabled ;;
          ,* | disabled,*) service_said=disabled ;;
          *-runtime,*) service_said="${service_got%-runtime} until reboot" ;;
          *) service_said=$service_got ;;
        esac
      }

      service_now() {
        service_get ActiveState
        case $service_got,$service_running in
          active,* | reloading,* | refreshing,*) service_said="$service_said running" ;;
          failed,yes) service_get Result; service_said="$service_said failed ($service_got)" ;;
          inactive,* | failed,*) service_said="$service_said stopped" ;;
          activating,*) service_said="$service_said starting" ;;
          *) service_said="$service_said $service_got" ;;
        esac
        [ "$service_said" != "${service_said% running}" ] && [ "$service_running" = yes ] || return 0
        if service_older "$@"; then
          service_said="$service_said, but older than $service_than"
        else
          service_get NeedDaemonReload
          [ "$service_got" != yes ] || service_said="$service_said, but its unit file changed"
        fi
      }

      """;

  private SystemdService() {}

  static Contract contract(Arguments in, ServiceKind.Wish wish) {
    String unit = unit(in);
    boolean user = in.bool("user", false);
    String scope = user ? "user" : "system";
    List<String> paths = in.texts("newer-than");
    List<String> arguments = new ArrayList<>(List.of(scope, unit, wish.enabled(), wish.running()));
    arguments.addAll(paths);
    Call seen = Call.of(user ? "service_seen_user" : "service_seen", unit);
    Contract contract =
        Contract.of(
                "service " + in.text("name"),
                LIBRARY + SystemdRepair.LIBRARY,
                new Call("service_check", arguments),
                wish.wanted())
            .gather(
                paths.isEmpty()
                    ? new Call[] {seen}
                    : new Call[] {seen, new Call("service_files", paths)})
            .fix(new Call("service_fix", arguments))
            .undo(Call.of("service_undo", scope, unit));
    return user ? contract : contract.asRoot().readPublicly();
  }

  private static String unit(Arguments in) {
    String name = in.text("name");
    String unit = name.matches(UNIT) ? name : name + ".service";
    if (!unit.matches("[A-Za-z0-9@._:-]+") || unit.contains("@.")) {
      throw new BadFileException(
          in.at("name"),
          "'" + name + "' is no unit (a template needs its instance: name@instance)");
    }
    return unit;
  }
}
