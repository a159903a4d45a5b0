package fleet.playbook.kind;

/** The sh of {@link BlockKind}. */
final class BlockLibrary {
  static final String TEXT =
      """
      # block_seen [KEY PATH AT BEGIN END WANTED COUNT CONTENT]...: the state of each behind its key in
      # $block_table; CONTENT is COUNT whole lines.
      block_seen() {
        block_table=$nl$(
          while [ $# -gt 7 ]; do
            if [ -f "$2" ] && [ -r "$2" ]; then
              printf '%s\\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7"
              printf %s "$8"
            fi
            shift 8
          done | LC_ALL=C awk '
            function bare(text) { sub(/\\r$/, "", text); return text "" }
            {
              key = $0
              getline path; getline at; getline begin; getline end; getline wanted; getline count
              for (i = 1; i <= count; i++) { getline text; want[i] = text "" }
              begin = begin ""; end = end ""
              line = inside = blocks = start = shebang = 0
              same = 1
              damage = ""
              while ((getline text < path) > 0) {
                line++
                text = bare(text)
                if (line == 1 && text ~ /^#!/) shebang = 1
                if (text == begin) {
                  if (inside) damage = "a second beginning before the end"
                  inside = 1
                  place = 0
                  if (!blocks) start = line
                } else if (text == end) {
                  if (!inside) damage = "an end without its beginning"
                  inside = 0
                  blocks++
                  if (place != count) same = 0
                } else if (inside) {
                  place++
                  if (place > count || text != want[place]) same = 0
                }
              }
              close(path)
              if (inside) damage = "a beginning without its end"
              if (damage != "") state = "!unknown its markers are damaged: " damage
              else if (!blocks) state = "absent"
              else if (at == "gone") state = "present"
              else if (blocks > 1) state = "there " blocks " times"
              else if (!same) state = "different"
              else if (at == "top" && start != 1 + shebang) state = "not at the top"
              else state = wanted
              print key "\\t" state
            }'
        )$nl
      }

      # block_check KEY PATH
      block_check() {
        say_seen "$block_table" "$1" "$2"
      }

      # block_new AT BEGIN END COUNT CONTENT ENDING OPEN: the text as it shall be, of the one at
      # standard input, whose lines end in ENDING and whose last line lacks its newline if OPEN is yes.
      block_new() {
        {
          printf '%s\\n' "$1" "$2" "$3" "$4" "$6" "$7"
          printf %s "$5"
          cat
        } | LC_ALL=C awk '
          function bare(text) { sub(/\\r$/, "", text); return text "" }
          function put(text) { if (some++) print held; held = text; kept = 0 }
          function block() {
            if (done++) return
            put(begin ending)
            for (i = 1; i <= count; i++) put(want[i] ending)
            put(end ending)
          }
          NR == 1 { at = $0; done = at == "gone"; next }
          NR == 2 { begin = $0 ""; next }
          NR == 3 { end = $0 ""; next }
          NR == 4 { count = $0 + 0; next }
          NR == 5 { ending = $0; next }
          NR == 6 { open = $0; next }
          NR <= 6 + count { want[NR - 6] = $0; next }
          {
            text = bare($0)
            if (at == "top" && !(NR == 7 + count && text ~ /^#!/)) block()
            if (text == begin) {
              if (inside) damaged = 1
              inside = 1
            } else if (text == end) {
              if (!inside) damaged = 1
              inside = 0
              block()
            } else if (!inside) {
              put($0)
              kept = 1
            }
          }
          END {
            if (inside || damaged) exit 1
            block()
            if (some) printf "%s%s", held, (open == "yes" && kept ? "" : "\\n")
          }'
      }

      # block_fix PATH AT BEGIN END COUNT CONTENT
      block_fix() {
        endings "$1"
        edit "$1" block_new "$2" "$3" "$4" "$5" "$6" "$ending" "$open"
      }
      block_show() {
        if [ -f "$1" ]; then
          endings "$1"
          block_new "$2" "$3" "$4" "$5" "$6" "$ending" "$open" <"$1" | diff -u -- "$1" -
        elif [ ! -e "$1" ]; then
          block_new "$2" "$3" "$4" "$5" "$6" '' no </dev/null | diff -u -- /dev/null -
        fi
      }

      # block_undo PATH BEGIN END: the very file if it is still ours, else without the block.
      block_undo() {
        resolve "$1"
        ! restore "$resolved" >/dev/null || return 0
        [ -f "$resolved" ] || return 0
        case $prior in
          present* | different | there*)
            say "left: $1 was changed since"
            return 1
            ;;
        esac
        block_fix "$1" gone "$2" "$3" 0 '' || { say "left: $1 has damaged markers"; return 1; }
        resolve "$1"
        [ -s "$resolved" ] || ! was_absent "$resolved" || rm -f -- "$resolved"
      }
      """;

  private BlockLibrary() {}
}
