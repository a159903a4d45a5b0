package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Mode;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.List;

/**
 * A directory, its mode and its owner; or its absence, which only an empty one can be brought to.
 */
public final class DirectoryKind implements StepKind {
  private static final String LIBRARY =
      """
      # directory_check PATH ASPECTS: "directory MODE OWNER GROUP", of those what the aspects (m, o,
      # g) ask for; with aspect x it shall be gone.
      directory_check() {
        if [ -d "$1" ]; then
          case $2 in
            *x*)
              if [ -h "$1" ]; then
                say '!unknown a symlink is in its place'
                return
              elif directory_full "$1"; then
                say '!unknown it is not empty'
                return
              fi
              ;;
          esac
        elif [ -h "$1" ]; then
          say '!unknown a symlink that leads to no directory is in its place'
          return
        elif [ -e "$1" ]; then
          say '!unknown a file is in its place'
          return
        else
          if hidden "$1"; then say '!denied'; else say absent; fi
          return
        fi
        if ! lookup "$files" "$1/." && [ -n "$2" ]; then
          # ls wants to search it, which its mode may keep from us.
          if am_root; then say '!unknown it cannot be looked at'; else say '!denied'; fi
          return
        fi
        directory_owner=${found#* }
        directory_mode=${found%% *}
        directory_mode=${directory_mode#?}
        directory_state=directory
        case $2 in *m*) directory_state="$directory_state ${directory_mode%[.+@]}" ;; esac
        case $2 in *o*) directory_state="$directory_state ${directory_owner%% *}" ;; esac
        case $2 in *g*) directory_state="$directory_state ${directory_owner#* }" ;; esac
        say "$directory_state"
      }

      directory_full() {
        for directory_entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
          if [ -e "$directory_entry" ] || [ -h "$directory_entry" ]; then
            return 0
          fi
        done
        return 1
      }

      # directory_fix PATH MODE OWNER:GROUP
      directory_fix() {
        follow_links "$1" && make_dirs "$1" &&
          { [ -z "$3" ] || chown -- "$3" "$1"; } && directory_mode "$1" "$2"
        hindered "$1"
      }
      # directory_mode PATH MODE: some chmods leave set-id bits of a directory as they are.
      directory_mode() {
        [ -z "$2" ] || { chmod -- u-s,g-s "$1" && chmod -- "$2" "$1"; }
      }
      directory_drop() {
        rmdir -- "$1"
        hindered "$1"
      }

      # directory_undo PATH ASPECTS WANTED: as $prior says that it was.
      directory_undo() {
        if [ "$prior" = absent ]; then
          [ -d "$1" ] && [ ! -h "$1" ] || return 0
          directory_full "$1" || { rmdir -- "$1"; return; }
          say "left: $1 is not empty"
          return 1
        fi
        case $prior in
          directory*) ;;
          *)
            say "left: $1, of which nothing is kept"
            return 1
            ;;
        esac
        files_seen "$1/."
        directory_now=$(directory_check "$1" "$2")
        [ "$directory_now" != "$prior" ] || return 0
        [ "$directory_now" = "$3" ] || { say "left: $1 was changed since"; return 1; }
        [ -d "$1" ] || mkdir -- "$1" || return 1
        # shellcheck disable=SC2086
        set -- "$1" "$2" ${prior#directory}
        case $2 in *m*) octal "$3"; directory_mode=$octal; directory_skip=1 ;; *) directory_mode=; directory_skip=0 ;; esac
        directory_path=$1
        directory_aspects=$2
        shift $((2 + directory_skip))
        case $directory_aspects in *o*) chown -- "$1" "$directory_path" || return 1; shift ;; esac
        case $directory_aspects in *g*) chown -- ":$1" "$directory_path" || return 1 ;; esac
        directory_mode "$directory_path" "$directory_mode"
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "Where it is; what is missing above it is made.")
        .optional(
            "mode", ParameterType.MODE, "Its mode in four octal digits; left as it is if absent.")
        .optional("owner", ParameterType.NAME, "Its owner; left as it is if absent.")
        .optional("group", ParameterType.NAME, "Its group; left as it is if absent.")
        .choice("state", List.of("present", "absent"), "absent removes it if it is empty.")
        .shorthand("path");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    boolean absent = in.text("state", "present").equals("absent");
    String mode = in.text("mode", "");
    String owner = in.text("owner", "");
    String group = in.text("group", "");
    if (absent && !(mode + owner + group).isEmpty()) {
      throw new BadFileException(
          in.at(), "a directory that shall be absent has no mode and no owner");
    }
    String aspects =
        absent
            ? "xmog"
            : (mode.isEmpty() ? "" : "m")
                + (owner.isEmpty() ? "" : "o")
                + (group.isEmpty() ? "" : "g");
    String wanted = absent ? "absent" : wanted(mode, owner, group);
    String who = group.isEmpty() ? owner : owner + ":" + group;
    return Contract.of(
            "directory " + path, LIBRARY, Call.of("directory_check", path, aspects), wanted)
        .gather(Call.of("files_seen", path + "/."))
        .fix(absent ? Call.of("directory_drop", path) : Call.of("directory_fix", path, mode, who))
        .undo(Call.of("directory_undo", path, aspects, wanted))
        .readPublicly();
  }

  private static String wanted(String mode, String owner, String group) {
    return "directory"
        + (mode.isEmpty() ? "" : " " + Mode.letters(mode))
        + (owner.isEmpty() ? "" : " " + owner)
        + (group.isEmpty() ? "" : " " + group);
  }
}
