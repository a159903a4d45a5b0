package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;

/**
 * What ssh demands of its files and folders: nobody but the owner may write there. A missing one is
 * fine; of a symlink its target is meant.
 */
public final class PrivateKind implements StepKind {
  private static final String LIBRARY =
      """
      # private_check PATH
      private_check() {
        resolve "$1"
        if [ ! -e "$resolved" ]; then
          if hidden "$resolved"; then say '!denied'; else say private; fi
          return
        elif [ ! -f "$resolved" ] && [ ! -d "$resolved" ]; then
          say '!unknown it is neither a file nor a directory'
          return
        fi
        private_mode "$resolved"
        case $private_mode in
          ????w* | ???????w*) say "writable by others ($private_mode)" ;;
          *) say private ;;
        esac
      }

      # private_mode PATH: sets $private_mode to its letters.
      private_mode() {
        lookup "$files" "$1" || { listed "$1" && lookup "$files" "$1"; }
        private_mode=${found%% *}
        private_mode=${private_mode#?}
        private_mode=${private_mode%[.+@]}
      }

      # private_set PATH DIRECTORY-MODE FILE-MODE: some chmods leave set-id bits of a directory.
      private_set() {
        follow_links "$1" || return 1
        if [ -d "$resolved" ]; then
          chmod -- u-s,g-s "$resolved" && chmod -- "$2" "$resolved"
        else
          chmod -- "$3" "$resolved"
        fi
      }
      private_fix() {
        private_set "$1" 0700 0600
      }

      # private_undo PATH: the mode that $prior tells, if it is still the one that we gave.
      private_undo() {
        resolve "$1"
        [ -e "$resolved" ] || return 0
        files=$nl
        private_mode "$resolved"
        private_was=${prior#*\\(}
        private_was=${private_was%\\)}
        case $private_mode in
          "$private_was") return 0 ;;
          rwx------) [ -d "$resolved" ] ;;
          rw-------) [ -f "$resolved" ] ;;
          *) false ;;
        esac || { say "left: $1 was changed since"; return 1; }
        octal "$private_was"
        private_set "$1" "$octal" "$octal"
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "The file or directory; it may be missing.")
        .shorthand("path");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    return Contract.of("private " + path, LIBRARY, Call.of("private_check", path), "private")
        .gather(Call.of("files_seen", path))
        .fix(Call.of("private_fix", path))
        .undo(Call.of("private_undo", path))
        .readPublicly();
  }
}
