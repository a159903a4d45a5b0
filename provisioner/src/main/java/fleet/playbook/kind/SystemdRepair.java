package fleet.playbook.kind;

/** How a service of systemd is made what it should be, and seen to live. */
final class SystemdRepair {
  static final String LIBRARY =
      """
      # service_look SCOPE UNIT ENABLED RUNNING PATH...: sees afresh, $service_unit and $service_state.
      service_look() {
        if [ "$1" = user ]; then service_seen_user "$2"; else service_seen "$2"; fi
        service_state=$(service_check "$@")
        service_unit=${service_table#*"$nl$2$tab"}
        service_unit=$tab${service_unit%%"$nl"*}
      }

      # service_fix SCOPE UNIT ENABLED RUNNING PATH...
      service_fix() {
        [ $# -le 4 ] || service_files_of "$@"
        service_look "$@"
        service_get NeedDaemonReload
        case $service_got,$service_state in
          yes,* | *,missing | *,broken*)
            service_ctl "$1" daemon-reload
            service_look "$@"
            ;;
        esac
        case $service_state in
          missing) say "there is no unit $2"; return 1 ;;
          broken*) say "$2 is $service_state: $(service_ctl "$1" show -p LoadError --value -- "$2" 2>/dev/null)"; return 1 ;;
          '!'*) say "$service_state"; return 1 ;;
        esac
        service_get Id
        service_id=${service_got:-$2}
        case $3,$service_state in
          yes,'enabled until '*) service_ctl "$1" enable -- "$service_id" || return 1 ;;
          yes,enabled' '* | yes,enabled | no,disabled*) ;;
          yes,*) service_ctl "$1" enable -- "$service_id" || return 1 ;;
          no,*) service_ctl "$1" disable -- "$service_id" || return 1 ;;
        esac
        case $4,$service_state in
          yes,*running | no,*stopped) ;;
          yes,*running,*) service_start restart "$@" ;;
          yes,*) service_start start "$@" ;;
          no,*) service_ctl "$1" stop -- "$service_id" ;;
        esac
      }

      service_files_of() {
        shift 4
        service_files "$@"
      }

      # service_start VERB SCOPE UNIT ENABLED RUNNING: and sees that it lives for a second.
      service_start() {
        if ! service_ctl "$2" "$1" -- "$service_id"; then
          service_reason "$2" "would not start"
          return 1
        fi
        service_look "$2" "$3" '' yes
        service_get ExecMainPID
        service_pid=$service_got
        service_left=30
        while [ "$service_left" -gt 0 ]; do
          sleep 1
          service_look "$2" "$3" '' yes
          service_get ExecMainPID
          case $service_state in
            starting) service_left=$((service_left - 1)) ;;
            running*)
              [ "$service_got" != "$service_pid" ] || return 0
              service_pid=$service_got
              service_left=$((service_left - 10))
              ;;
            *) break ;;
          esac
        done
        service_get Result
        if [ "$service_state" != "${service_state#running}" ]; then
          service_reason "$2" "keeps dying and being started again"
        elif [ "$service_state" = stopped ] && [ "$service_got" = success ]; then
          service_reason "$2" "ended by itself"
        else
          service_reason "$2" "died at once ($service_got)"
        fi
        return 1
      }

      # service_reason SCOPE WORDS: with the last line of its journal.
      service_reason() {
        if [ "$1" = user ]; then set -- "$2" --user-unit; else set -- "$2" -u; fi
        service_journal=$(journalctl -q --no-pager -o cat -n 20 "$2" "$service_id" 2>/dev/null | grep -v -e '^Start' -e '^Stop' -e '^Failed to start' -e "^$service_id: " | tail -n 1)
        say "$service_id $1${service_journal:+: $service_journal}"
      }

      # service_undo SCOPE UNIT: as it was enabled and running before.
      service_undo() {
        command -v systemctl >/dev/null 2>&1 || return 0
        case $prior in
          missing) service_ctl "$1" disable --now -- "$2" 2>/dev/null ;;
          *)
            case $prior in
              disabled*) service_ctl "$1" disable -- "$2" ;;
              enabled' until'*) ;;
              enabled*) service_ctl "$1" enable -- "$2" ;;
            esac &&
              case $prior in
                *stopped | failed* | *' failed ('*) service_ctl "$1" stop -- "$2" ;;
                *running*) service_ctl "$1" start -- "$2" ;;
              esac
            return
            ;;
        esac
        return 0
      }
      """;

  private SystemdRepair() {}
}
