package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of launchd. A job that is loaded and waits for its time or its socket counts as running.
 * The forms of {@code launchctl print} are those of macOS 13 to 15; no promise of Apple's.
 */
final class LaunchdService {
  static final String LIBRARY =
      """
      # service_domain SCOPE: sets $service_domain.
      service_domain() {
        service_domain=system
        [ "$1" = system ] || service_domain=gui/$(id -u)
      }

      # service_jobs SCOPE LABEL PATH...: what launchd says of one job and of what is disabled.
      service_jobs() {
        service_domain "$1"
        service_table=${service_table:-$nl}
        service_disabled=$(launchctl print-disabled "$service_domain" 2>/dev/null)
        case $service_disabled in
          *"\\"$2\\" => disabled"* | *"\\"$2\\" => true"*) service_boot=disabled ;;
          *"\\"$2\\" => "*) service_boot=enabled ;;
          *) service_boot= ;;
        esac
        service_state='' service_exit='' service_pid=''
        if service_print=$(launchctl print "$service_domain/$2" 2>/dev/null); then
          service_loaded=yes
          while IFS= read -r service_line; do
            service_line=${service_line#"${service_line%%[!"$tab "]*}"}
            case $service_line in
              'state = '*) service_state=${service_state:-${service_line#state = }} ;;
              'pid = '*) service_pid=${service_pid:-${service_line#pid = }} ;;
              'last exit code = '*) service_exit=${service_exit:-${service_line#last exit code = }} ;;
            esac
          done <<PRINT
      $service_print
      PRINT
        else
          service_loaded=no
        fi
      }

      # service_default PLIST: whether a job that nobody enabled or disabled starts at boot.
      service_default() {
        service_key=no
        service_boot=enabled
        [ -f "$1" ] || service_boot=missing
        [ "$service_boot" = enabled ] && [ -r "$1" ] || return 0
        while IFS= read -r service_line || [ -n "$service_line" ]; do
          case $service_key$service_line in
            *'<key>Disabled</key>'*'<true/>'* | yes*'<true/>'*) service_boot=disabled ;;
          esac
          case $service_line in *'<key>Disabled</key>') service_key=yes ;; *) service_key=no ;; esac
        done <"$1"
      }

      # service_older PATH...: sets $service_than to a file that changed after $service_pid started.
      service_older() {
        [ -n "$service_pid" ] || return 1
        service_start=$(LC_ALL=C TZ=UTC0 ps -o lstart= -p "$service_pid" 2>/dev/null)
        # shellcheck disable=SC2086
        service_when $service_start || return 1
        for service_than; do
          service_changed=$(TZ=UTC0 stat -L -f %Sm -t %Y%m%d%H%M%S -- "$service_than" 2>/dev/null)
          [ -n "$service_changed" ] && [ "$service_changed" -gt "$service_started" ] && return 0
        done
        return 1
      }

      # service_when DAY MONTH DATE TIME YEAR: sets $service_started, as in 20261120221921.
      service_when() {
        [ $# -eq 5 ] || return 1
        service_month=JanFebMarAprMayJunJulAugSepOctNovDec
        service_month=${service_month%%"$2"*}
        service_month=$((${#service_month} / 3 + 101))
        service_date=$((100 + $3))
        service_clock=${4%%:*}${4#*:}
        service_clock=${service_clock%%:*}${service_clock#*:}
        service_started=$5${service_month#1}${service_date#1}$service_clock
      }

      # service_check SCOPE LABEL PLIST ENABLED RUNNING PATH...
      service_check() {
        if ! command -v launchctl >/dev/null 2>&1; then
          say '!blocked there is no launchctl here'
          return
        fi
        service_jobs "$1" "$2"
        [ -n "$service_boot" ] || service_default "$3"
        if [ ! -f "$3" ] && [ "$service_loaded" = no ]; then
          case $4$5 in *yes*) say missing; return ;; esac
          service_boot=disabled
        fi
        service_said=
        [ -z "$4" ] || service_said=$service_boot
        case $5,$service_loaded,$service_state,$service_exit in
          ,*) ;;
          *,no,*) service_said="$service_said stopped" ;;
          *,running,* | no,*) service_said="$service_said running" ;;
          *,0 | *,0:* | *never* | *,) service_said="$service_said running" ;;
          *) service_said="$service_said failed (exit code $service_exit)" ;;
        esac
        if [ "$5" = yes ] && [ $# -gt 5 ] && [ "$service_state" = running ]; then
          shift 5
          ! service_older "$@" || service_said="$service_said, but older than $service_than"
        fi
        say "${service_said# }"
      }

      # service_unload LABEL: bootout returns before the job is gone.
      service_unload() {
        service_out=$(launchctl bootout "$service_domain/$1" 2>&1)
        service_left=20
        while launchctl print "$service_domain/$1" >/dev/null 2>&1; do
          case $service_out in
            *'System Integrity Protection'* | *'not permitted'*) say "!blocked macOS protects $1"; return 1 ;;
          esac
          service_left=$((service_left - 1))
          [ "$service_left" -gt 0 ] || { say "$1 does not end: $service_out"; return 1; }
          sleep 1
        done
      }

      service_load() {
        service_left=5
        until service_out=$(launchctl bootstrap "$service_domain" "$2" 2>&1); do
          ! launchctl print "$service_domain/$1" >/dev/null 2>&1 || return 0
          service_left=$((service_left - 1))
          [ "$service_left" -gt 0 ] || { say "launchctl bootstrap: $service_out"; return 1; }
          sleep 1
        done
      }

      # service_fix SCOPE LABEL PLIST ENABLED RUNNING PATH...
      service_fix() {
        service_seen=$(service_check "$@")
        service_domain "$1"
        if [ "$service_seen" = missing ]; then
          say "there is no job $2: $3 is not there"
          return 1
        fi
        case $4,$service_seen in
          yes,enabled*) ;;
          yes,*) launchctl enable "$service_domain/$2" || return 1 ;;
          no,disabled*) ;;
          no,*) launchctl disable "$service_domain/$2" || return 1 ;;
        esac
        case $5,$service_seen in
          ,* | yes,*running | no,*stopped) return 0 ;;
          yes,*stopped) service_load "$2" "$3" || return 1 ;;
          yes,*) service_unload "$2" && service_load "$2" "$3" || return 1 ;;
          no,*)
            service_unload "$2"
            return
            ;;
        esac
        sleep 1
        service_jobs "$1" "$2"
        case $service_state,$service_exit in
          running,* | *,0 | *,0:* | *never* | *,) ;;
          *)
            say "$2 died at once (exit code $service_exit)"
            return 1
            ;;
        esac
      }

      service_undo() {
        service_domain "$1"
        service_loaded=no
        ! launchctl print "$service_domain/$2" >/dev/null 2>&1 || service_loaded=yes
        case $prior,$service_loaded in
          missing,yes | *stopped,yes) service_unload "$2" || return 1 ;;
          *running*,no) service_load "$2" "$3" || return 1 ;;
        esac
        case $prior in
          disabled*) launchctl disable "$service_domain/$2" ;;
          enabled*) launchctl enable "$service_domain/$2" ;;
        esac
      }
      """;

  private LaunchdService() {}

  static Contract contract(Arguments in, Facts facts, ServiceKind.Wish wish) {
    String label = in.text("label", in.text("name"));
    if (!label.matches("[A-Za-z0-9._@-]+")) {
      throw new BadFileException(in.at("name"), "'" + label + "' is no label of launchd");
    }
    boolean user = in.bool("user", false);
    String folder = user ? facts.home() + "/Library/LaunchAgents/" : "/Library/LaunchDaemons/";
    String plist = in.text("plist", folder + label + ".plist");
    String scope = user ? "user" : "system";
    List<String> arguments =
        new ArrayList<>(List.of(scope, label, plist, wish.enabled(), wish.running()));
    arguments.addAll(in.texts("newer-than"));
    Contract contract =
        Contract.of(
                "service " + in.text("name"),
                LIBRARY,
                new Call("service_check", arguments),
                wish.wanted())
            .fix(new Call("service_fix", arguments))
            .undo(Call.of("service_undo", scope, label, plist));
    return user ? contract : contract.asRoot().readPublicly();
  }
}
