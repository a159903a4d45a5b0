package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Fix;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;

/** A setting of the kernel: its live value, and the line of a file that keeps it over a reboot. */
public final class SysctlKind implements StepKind {
  private static final String LIBRARY =
      """
      # sysctl_plain TEXT: sets $sysctl_plain to it with single spaces for white space.
      sysctl_plain() {
        sysctl_plain=$1
        while :; do
          case $sysctl_plain in
            *"$tab"*) sysctl_plain="${sysctl_plain%%"$tab"*} ${sysctl_plain#*"$tab"}" ;;
            *'  '*) sysctl_plain="${sysctl_plain%%'  '*} ${sysctl_plain#*'  '}" ;;
            ' '*) sysctl_plain=${sysctl_plain# } ;;
            *' ') sysctl_plain=${sysctl_plain% } ;;
            *) return ;;
          esac
        done
      }

      # sysctl_line TEXT: sets $sysctl_key (empty where it sets nothing) and $sysctl_plain, its
      # value. Keys may be written a.b/c.d or a/b.c/d.
      sysctl_line() {
        sysctl_key=
        case $1 in *=*) ;; *) return ;; esac
        sysctl_plain "${1%%=*}"
        sysctl_key=${sysctl_plain#-}
        case $sysctl_key in
          '#'* | ';'*) sysctl_key= ;;
          */*) sysctl_slashes ;;
        esac
        sysctl_plain "${1#*=}"
      }

      sysctl_slashes() {
        case ${sysctl_key%%/*} in *.*) return ;; esac
        sysctl_rest=$sysctl_key
        sysctl_key=
        while [ -n "$sysctl_rest" ]; do
          case $sysctl_rest in
            /*) sysctl_key=$sysctl_key. ;;
            .*) sysctl_key=$sysctl_key/ ;;
            *) sysctl_key=$sysctl_key${sysctl_rest%"${sysctl_rest#?}"} ;;
          esac
          sysctl_rest=${sysctl_rest#?}
        done
      }

      # sysctl_seen FILE...: what the files say; the last line of a key counts.
      sysctl_seen() {
        sysctl_table=$nl
        for sysctl_file; do
          if [ ! -f "$sysctl_file" ] || [ ! -r "$sysctl_file" ]; then continue; fi
          while IFS= read -r sysctl_text || [ -n "$sysctl_text" ]; do
            sysctl_line "$sysctl_text"
            [ -z "$sysctl_key" ] || sysctl_table=$nl$sysctl_file:$sysctl_key$tab$sysctl_plain$sysctl_table
          done <"$sysctl_file"
        done
      }

      # sysctl_live KEY NODE: sets $sysctl_live; NODE is its file below /proc/sys, empty on macOS.
      sysctl_live() {
        sysctl_plain=
        if [ -z "$2" ]; then
          sysctl_live=$(sysctl -n "$1" 2>/dev/null) || return 1
        else
          IFS= read -r sysctl_live 2>/dev/null <"$2" || [ -n "$sysctl_live" ] || return 0
        fi
        sysctl_plain "$sysctl_live"
        sysctl_live=$sysctl_plain
      }

      # sysctl_read_only NODE: whether it lies on a mount that takes no writing, as in a container.
      sysctl_read_only() {
        sysctl_mount='' sysctl_flags=''
        while read -r _ sysctl_where _ sysctl_options _; do
          case $1 in
            "$sysctl_where"/*)
              [ "${#sysctl_where}" -lt "${#sysctl_mount}" ] || sysctl_mount=$sysctl_where sysctl_flags=,$sysctl_options,
              ;;
          esac
        done 2>/dev/null </proc/self/mounts
        case $sysctl_flags in *,ro,*) ;; *) return 1 ;; esac
      }

      # sysctl_check KEY NODE FILE VALUE: "live VALUE, kept VALUE".
      sysctl_check() {
        if [ -n "$2" ] && [ ! -e "$2" ]; then
          say "!na this kernel has no $1"
          return
        elif [ -n "$2" ] && [ ! -r "$2" ]; then
          if am_root; then say "!unknown it cannot be read"; else say '!denied'; fi
          return
        elif ! sysctl_live "$1" "$2"; then
          say "!na this kernel has no $1"
          return
        elif [ -e "$3" ] && [ ! -r "$3" ]; then
          if am_root; then say "!unknown $3 cannot be read"; else say '!denied'; fi
          return
        fi
        if [ "$sysctl_live" != "$4" ] && sysctl_read_only "${2:-/}"; then
          say "!blocked the kernel's settings are read-only here, and $1 is $sysctl_live"
          return
        fi
        lookup "$sysctl_table" "$3:$1" || found=nowhere
        say "live $sysctl_live, kept $found"
      }

      # sysctl_set KEY NODE VALUE: the live value.
      sysctl_set() {
        if [ -z "$2" ]; then
          sysctl_out=$(sysctl "$1=$3" 2>&1) && return 0
        else
          sysctl_out=$(say "$3" | tee "$2" 2>&1 >/dev/null) && return 0
        fi
        case $sysctl_out in
          *[Rr]ead-only*) say "!blocked the kernel's settings are read-only here" ;;
          *'ermission denied'* | *'not permitted'*) say "!blocked the kernel does not let it be changed" ;;
          *'nvalid argument'*) say "the kernel does not take '$3' for $1" ;;
          *) say "$1 = $3: ${sysctl_out##*: }" ;;
        esac
        return 1
      }

      # sysctl_write KEY FILE [VALUE]: one line of the key in the file, where the first was; none
      # without a value.
      sysctl_write() {
        sysctl_new='' sysctl_done=no
        if [ -f "$2" ]; then
          while IFS= read -r sysctl_text || [ -n "$sysctl_text" ]; do
            sysctl_line "$sysctl_text"
            if [ "$sysctl_key" != "$1" ]; then
              sysctl_new=$sysctl_new$sysctl_text$nl
            elif [ $# -gt 2 ] && [ "$sysctl_done" = no ]; then
              sysctl_new="$sysctl_new$1 = $3$nl"
              sysctl_done=yes
            fi
          done <"$2"
        fi
        [ $# -lt 3 ] || [ "$sysctl_done" = yes ] || sysctl_new="$sysctl_new$1 = $3$nl"
        printf %s "$sysctl_new" | put "$2"
      }

      # sysctl_fix KEY NODE FILE VALUE, for each of several steps.
      sysctl_fix() {
        sysctl_failed=0
        while [ $# -gt 3 ]; do
          sysctl_seen "$3"
          lookup "$sysctl_table" "$3:$1"
          [ "$found" = "$4" ] || sysctl_write "$1" "$3" "$4" || sysctl_failed=1
          sysctl_live "$1" "$2"
          [ "$sysctl_live" = "$4" ] || sysctl_set "$1" "$2" "$4" || sysctl_failed=1
          shift 4
        done
        return $sysctl_failed
      }

      # sysctl_undo KEY NODE FILE VALUE: the live value as before, and the file too or, where it
      # was changed since, our line of it.
      sysctl_undo() {
        sysctl_kept=${prior##*, kept }
        sysctl_before=${prior#live }
        sysctl_before=${sysctl_before%", kept $sysctl_kept"}
        sysctl_result=0
        if sysctl_live "$1" "$2" && [ "$sysctl_live" != "$sysctl_before" ]; then
          sysctl_set "$1" "$2" "$sysctl_before" || sysctl_result=1
        fi
        restore "$3" >/dev/null && return $sysctl_result
        sysctl_seen "$3"
        lookup "$sysctl_table" "$3:$1"
        if [ "$found" = "$sysctl_kept" ] || [ "$found,$sysctl_kept" = ,nowhere ]; then
          return $sysctl_result
        elif [ "$found" != "$4" ]; then
          say "left: $3 says $1 = $found since"
          return 1
        elif [ "$sysctl_kept" = nowhere ]; then
          sysctl_write "$1" "$3" || return 1
          [ -s "$3" ] || [ -e "$fleet_entry/kept/1/original" ] || rm -f -- "$3"
        else
          sysctl_write "$1" "$3" "$sysctl_kept" || return 1
        fi
        return $sysctl_result
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("key", ParameterType.TEXT, "The setting, as in net.ipv4.conf.all.rp_filter.")
        .required("value", ParameterType.TEXT, "Its value; several numbers with spaces between.")
        .optional("file", ParameterType.PATH, "Which file keeps it; /etc/sysctl.d/60-fleet.conf.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    boolean mac = facts.os().equals("macos");
    String key = key(in);
    String value = in.text("value").strip().replaceAll("[ \\t]+", " ");
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw new BadFileException(in.at("value"), "'value' wants one line of text");
    }
    String file = in.text("file", mac ? "/etc/sysctl.conf" : "/etc/sysctl.d/60-fleet.conf");
    String node = mac ? "" : "/proc/sys/" + swapped(key);
    String wanted = "live %s, kept %s".formatted(value, value);
    return Contract.of(
            "sysctl " + key, LIBRARY, Call.of("sysctl_check", key, node, file, value), wanted)
        .gather(Call.of("sysctl_seen", file))
        .fix(new Fix(Call.of("sysctl_fix", key, node, file, value), true, false))
        .undo(Call.of("sysctl_undo", key, node, file, value))
        .touches(file)
        .asRoot()
        .readPublicly();
  }

  /**
   * The key with dots between its parts; a dot inside a part, as in a device's name, is a slash.
   */
  private static String key(Arguments in) {
    String key = in.text("key");
    if (!key.matches("[A-Za-z0-9_:@-]+([./][A-Za-z0-9_:@-]+)+")) {
      throw new BadFileException(in.at("key"), "'" + key + "' is no setting of a kernel");
    }
    int slash = key.indexOf('/');
    int dot = key.indexOf('.');
    return slash >= 0 && (dot < 0 || slash < dot) ? swapped(key) : key;
  }

  private static String swapped(String key) {
    return key.replace('.', '\0').replace('/', '.').replace('\0', '/');
  }
}
