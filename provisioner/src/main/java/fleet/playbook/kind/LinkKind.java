package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;

/** A symlink. What is no symlink is replaced only by force, and kept then. */
public final class LinkKind implements StepKind {
  private static final String LIBRARY =
      """
      # link_seen PATH...: sets $link_table to "path -> to" of each, as ls says it.
      link_seen() {
        link_table=$nl
        link_count=$#
        while [ "$link_count" -gt 0 ]; do
          [ ! -h "$1" ] || set -- "$@" "$1"
          shift
          link_count=$((link_count - 1))
        done
        [ $# -eq 0 ] || link_table=$nl$(ls -ld -- "$@" 2>/dev/null)$nl
      }

      # link_check PATH TO FORCE
      link_check() {
        if [ -h "$1" ]; then
          case $1$2 in
            # Not every ls writes such names as they are.
            *[!A-Za-z0-9/._+@%:,=~-]*) found=$(readlink -- "$1") ;;
            *)
              case $link_table in
                *" $1 -> $2$nl"*) found=$2 ;;
                *) found=$(readlink -- "$1") ;;
              esac
              ;;
          esac
          say "link to $found"
          return
        fi
        if [ -d "$1" ]; then
          link_found='a directory'
        elif [ -e "$1" ]; then
          link_found='a file'
        else
          if hidden "$1"; then say '!denied'; else say absent; fi
          return
        fi
        if [ "$3" = force ]; then
          say "$link_found"
        else
          say "!unknown $link_found is in its place (force: true replaces it and keeps it)"
        fi
      }

      # link_fix PATH TO FORCE
      link_fix() {
        if [ ! -h "$1" ] && [ -e "$1" ]; then
          [ "$3" = force ] || { say "something else is in its place"; return 1; }
          [ ! -d "$1" ] || set_aside "$1" || return 1
        fi
        make_dirs "${1%/*}" || return 1
        link_temp=$(mktemp -d "${1%/*}/.fleet.XXXXXX") || return 1
        ln -s -- "$2" "$link_temp/link" && ledger_note "$1" "$link_temp/link" &&
          move_over "$link_temp/link" "$1"
        link_status=$?
        rm -rf -- "$link_temp"
        return $link_status
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "Where the symlink is.")
        .required(
            "to", ParameterType.TEXT, "What it leads to: a path, ~/ for the home, or relative.")
        .optional("force", ParameterType.BOOL, "Whether it replaces what is no symlink.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    String to = to(in, facts.home());
    String force = in.bool("force", false) ? "force" : "";
    return Contract.of(
            "link " + path, LIBRARY, Call.of("link_check", path, to, force), "link to " + to)
        .gather(Call.of("link_seen", path))
        .fix(Call.of("link_fix", path, to, force))
        .touches(path)
        .readPublicly();
  }

  private static String to(Arguments in, String home) {
    String to = in.text("to");
    if (to.isBlank() || !to.equals(to.strip()) || to.chars().anyMatch(Character::isISOControl)) {
      throw new BadFileException(
          in.at("to"), "'to' wants a path without control characters or outer spaces");
    }
    return to.equals("~") || to.startsWith("~/") ? home + to.substring(1) : to;
  }
}
