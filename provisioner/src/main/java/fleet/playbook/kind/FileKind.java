package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Mode;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.Optional;

/**
 * A whole file: its content, mode and owner. A symlink or anything else in its place is replaced.
 */
public final class FileKind implements StepKind {
  static final String LIBRARY =
      """
      # file_sum PATH...: their digests.
      file_sum() {
        file_count=$#
        while [ "$file_count" -gt 0 ]; do
          [ ! -f "$1" ] || [ ! -r "$1" ] || set -- "$@" "$1"
          shift
          file_count=$((file_count - 1))
        done
        file_sums=$nl
        [ $# -gt 0 ] || return 0
        while IFS= read -r file_line; do
          file_sums=$file_sums${file_line#*  }$tab${file_line%% *}$nl
        done <<SUMS
      $(digest "$@")
      SUMS
      }

      # file_check PATH ASPECTS: "file MODE OWNER GROUP DIGEST", of those what the aspects (m, o, g,
      # c) ask for.
      file_check() {
        if [ -h "$1" ]; then
          case $2 in
            *c*) say 'a symlink' ;;
            *) say '!unknown a symlink is in its place, and no content is given to replace it' ;;
          esac
          return
        elif [ -d "$1" ]; then
          say '!unknown a directory is in its place'
          return
        elif [ ! -e "$1" ]; then
          if hidden "$1"; then say '!denied'; else say absent; fi
          return
        elif [ ! -f "$1" ]; then
          say 'not a regular file'
          return
        fi
        lookup "$files" "$1"
        file_owner=${found#* }
        file_mode=${found%% *}
        file_mode=${file_mode#?}
        file_state="file"
        case $2 in *m*) file_state="$file_state ${file_mode%[.+@]}" ;; esac
        case $2 in *o*) file_state="$file_state ${file_owner%% *}" ;; esac
        case $2 in *g*) file_state="$file_state ${file_owner#* }" ;; esac
        case $2 in
          *c*)
            if lookup "$file_sums" "$1"; then
              file_state="$file_state $found"
            else
              if am_root; then say '!unknown it cannot be read'; else say '!denied'; fi
              return
            fi
            ;;
        esac
        say "$file_state"
      }

      # file_there PATH LACKING: whatever it holds.
      file_there() {
        if [ -f "$1" ]; then
          say "file"
        else
          if hidden "$1"; then say '!denied'; else say "!blocked $2"; fi
        fi
      }

      # file_fix PATH MODE OWNER:GROUP [CONTENT]: without content only mode and owner.
      file_fix() {
        if [ $# -gt 3 ]; then
          printf %b "$4" | put "$1" "$2" "$3"
          return
        fi
        [ -f "$1" ] && [ ! -h "$1" ] || { say "there is no file, and no content to make it of"; return 1; }
        { [ -z "$3" ] || chown -- "$3" "$1"; } && { [ -z "$2" ] || chmod -- "$2" "$1"; }
      }

      file_show() {
        if [ -f "$1" ]; then
          printf %b "$2" | diff -u -- "$1" -
        else
          printf %b "$2" | diff -u /dev/null -
        fi
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "Where the file is.")
        .optional("content", ParameterType.TEXT, "Its whole content.")
        .optional("source", ParameterType.TEXT, "Instead of content: a file beside the playbook.")
        .optional("lacking", ParameterType.TEXT, "Why it is blocked where the source is not there.")
        .optional(
            "mode", ParameterType.MODE, "Its mode in four octal digits; left as it is if absent.")
        .optional("owner", ParameterType.NAME, "Its owner; left as it is if absent.")
        .optional("group", ParameterType.NAME, "Its group; left as it is if absent.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    if (in.has("lacking") && !in.isThere("source")) {
      return Contract.of(
              "file " + path, LIBRARY, Call.of("file_there", path, in.text("lacking")), "file")
          .readPublicly();
    }
    Optional<Content> content = content(in);
    String mode = in.text("mode", "");
    String owner = in.text("owner", "");
    String group = in.text("group", "");
    String title = "file " + path;
    String who = group.isEmpty() ? owner : owner + ":" + group;
    Call fix =
        content
            .map(c -> Call.of("file_fix", path, mode, who, c.escaped()))
            .orElse(Call.of("file_fix", path, mode, who));
    Contract contract =
        Contract.of(
                title,
                LIBRARY,
                check(path, mode, owner, group, content),
                wanted(mode, owner, group, content))
            .gather(gathers(path, content))
            .fix(fix)
            .touches(path)
            .readPublicly();
    return content
        .map(c -> contract.show(Call.of("file_show", path, c.escaped())))
        .orElse(contract);
  }

  private static Call[] gathers(String path, Optional<Content> content) {
    Call list = Call.of("files_seen", path);
    return content.isPresent() ? new Call[] {list, Call.of("file_sum", path)} : new Call[] {list};
  }

  private static Call check(
      String path, String mode, String owner, String group, Optional<Content> content) {
    String aspects =
        (mode.isEmpty() ? "" : "m")
            + (owner.isEmpty() ? "" : "o")
            + (group.isEmpty() ? "" : "g")
            + (content.isEmpty() ? "" : "c");
    return Call.of("file_check", path, aspects);
  }

  private static String wanted(String mode, String owner, String group, Optional<Content> content) {
    return "file"
        + (mode.isEmpty() ? "" : " " + Mode.letters(mode))
        + (owner.isEmpty() ? "" : " " + owner)
        + (group.isEmpty() ? "" : " " + group)
        + content.map(c -> " " + c.digest()).orElse("");
  }

  private static Optional<Content> content(Arguments in) {
    if (in.has("content") && in.has("source")) {
      throw new BadFileException(in.at("source"), "'content' and 'source' exclude each other");
    }
    if (in.has("source")) {
      return Optional.of(new Content(in.source("source")));
    }
    return in.optional("content").map(Content::of);
  }
}
