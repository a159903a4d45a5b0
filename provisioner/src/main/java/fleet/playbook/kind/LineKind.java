package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.playbook.Titles;
import fleet.yaml.BadFileException;
import java.util.List;

/**
 * One line of a text file; every other byte stays. A symlink is followed, and lines that end in CR
 * LF are the same lines.
 */
public final class LineKind implements StepKind {
  private static final String LIBRARY =
      """
      # line_seen [KEY PATH AT LINE MATCHING]...: the state of each behind its key in $line_table.
      line_seen() {
        line_table=$nl$(
          while [ $# -gt 4 ]; do
            [ ! -f "$2" ] || [ ! -r "$2" ] || printf '%s\\n' "$1" "$2" "$3" "$4" "$5"
            shift 5
          done | LC_ALL=C awk '
            function bare(text) { sub(/\\r$/, "", text); return text }
            {
              key = $0
              getline path; getline at; getline line; getline matching
              count = first = same = others = hits = 0
              while ((getline text < path) > 0) {
                count++
                text = bare(text)
                if (matching != "" && text ~ matching) hits++
                if ((text "") == (line "")) { same++; if (count == 1) first = 1 }
                else if (matching != "" && text ~ matching) others++
              }
              close(path)
              state = "present"
              if (at == "gone") { if (!(matching == "" ? same : hits)) state = "absent" }
              else if (!same && !others) state = "absent"
              else if (!same) state = "different"
              else if (at == "top" && !first) state = "not at the top"
              else if (others) state = "present beside others"
              print key "\\t" state
            }'
        )$nl
      }

      # line_check KEY PATH
      line_check() {
        say_seen "$line_table" "$1" "$2"
      }

      # line_new AT LINE MATCHING ENDING OPEN: the text as it shall be, of the one at standard input,
      # whose lines end in ENDING and whose last line lacks its newline if OPEN is yes.
      line_new() {
        case $1-$3 in
          top-)
            printf '%s\\n' "$2$4"
            cat
            ;;
          bottom-)
            cat
            [ "$5" = no ] || printf '%s\\n' "$4"
            printf '%s\\n' "$2$4"
            ;;
          *) { printf '%s\\n' "$@" && cat; } | line_rewrite ;;
        esac
      }
      line_rewrite() {
        LC_ALL=C awk '
          function bare(text) { sub(/\\r$/, "", text); return text }
          function put(text) { if (some++) print held; held = text }
          NR == 1 { at = $0; next }
          NR == 2 { line = $0; next }
          NR == 3 { matching = $0; next }
          NR == 4 { ending = $0; next }
          NR == 5 { open = $0; if (at == "top") { put(line ending); done = 1 }; next }
          {
            text = bare($0)
            same = (text "") == (line "")
            hit = matching == "" ? same : text ~ matching
            kept = 0
            if (at == "gone" && hit) next
            if (at != "gone" && !done && (hit || same)) {
              put(line (text == $0 ? "" : "\\r"))
              done = 1
            } else if (!hit || at == "gone") {
              put($0)
              kept = 1
            }
          }
          END {
            if (at == "bottom" && !done) { put(line ending); kept = 0 }
            if (some) printf "%s%s", held, (open == "yes" && kept ? "" : "\\n")
          }'
      }

      # line_fix PATH AT LINE MATCHING
      line_fix() {
        endings "$1"
        edit "$1" line_new "$2" "$3" "$4" "$ending" "$open"
      }
      line_show() {
        if [ -f "$1" ]; then
          endings "$1"
          line_new "$2" "$3" "$4" "$ending" "$open" <"$1" | diff -u -- "$1" -
        elif [ ! -e "$1" ]; then
          line_new "$2" "$3" "$4" '' no </dev/null | diff -u -- /dev/null -
        fi
      }

      # line_undo PATH AT LINE MATCHING: the very file if it is still ours, else without the line.
      line_undo() {
        resolve "$1"
        ! restore "$resolved" >/dev/null || return 0
        [ -f "$resolved" ] || return 0
        if [ "$2" = gone ] || [ -n "$4" ]; then
          say "left: $1 was changed since"
          return 1
        fi
        endings "$resolved"
        edit "$1" line_without "$2" "$3" "$open" || return 1
        [ -s "$resolved" ] || ! was_absent "$resolved" || rm -f -- "$resolved"
      }
      line_without() {
        { printf '%s\\n' "$@" && cat; } | LC_ALL=C awk '
          function bare(text) { sub(/\\r$/, "", text); return text }
          NR == 1 { at = $0; next }
          NR == 2 { line = $0; next }
          NR == 3 { open = $0; next }
          {
            text[++count] = $0
            if ((bare($0) "") == (line "") && (at == "bottom" || !drop)) drop = count
          }
          END {
            for (i = 1; i <= count; i++)
              if (i != drop) printf "%s%s", text[i], (i == count && open == "yes" ? "" : "\\n")
          }'
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "The file; made if absent.")
        .optional("line", ParameterType.TEXT, "The line, without its newline.")
        .choice(
            "at",
            List.of("top", "bottom"),
            "top wants it to be the first line; bottom (the default) wants it anywhere, and adds it"
                + " at the end.")
        .optional(
            "matching",
            ParameterType.TEXT,
            "A POSIX extended regex without braces: the line replaces the lines that match it.")
        .choice(
            "state", List.of("present", "absent"), "absent removes the line; present if not said.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    String line = in.text("line", "");
    String matching = in.text("matching", "");
    boolean absent = in.text("state", "present").equals("absent");
    check(in, line, matching, absent);
    String at = absent ? "gone" : in.text("at", "bottom");
    String key = Content.of(String.join("\n", path, at, line, matching)).digest();
    return Contract.of(
            title(path, line, matching),
            LIBRARY,
            Call.of("line_check", key, path),
            absent ? "absent" : "present")
        .gather(Call.of("line_seen", key, path, at, line, matching))
        .fix(Call.of("line_fix", path, at, line, matching))
        .undo(Call.of("line_undo", path, at, line, matching))
        .show(Call.of("line_show", path, at, line, matching))
        .touches(path)
        .readPublicly();
  }

  private static String title(String path, String line, String matching) {
    String which =
        line.isEmpty()
            ? "matching " + matching
            : line + (matching.isEmpty() ? "" : " for " + matching);
    return "line " + path + ": " + Titles.of(which);
  }

  private static void check(Arguments in, String line, String matching, boolean absent) {
    if (line.isEmpty() && (!absent || matching.isEmpty())) {
      throw new BadFileException(in.at("line"), "a line step needs 'line', which is not empty");
    }
    if (absent && in.has("at")) {
      throw new BadFileException(in.at("at"), "'at' means nothing where the line shall be absent");
    }
    oneLine(in, "line", line);
    oneLine(in, "matching", matching);
    // Debian's awk takes {2} for three letters, and no other one does.
    if (matching.matches(".*[{}].*")) {
      throw new BadFileException(
          in.at("matching"), "'matching' cannot have braces: not every awk knows them");
    }
  }

  private static void oneLine(Arguments in, String name, String text) {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw new BadFileException(
          in.at(name), "'" + name + "' is one line, without control characters");
    }
  }
}
