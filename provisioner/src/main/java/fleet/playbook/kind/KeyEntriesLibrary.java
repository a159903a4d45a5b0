package fleet.playbook.kind;

/**
 * The sh of {@link KeyEntries}. A TEXT that says what is wanted has a line {@code +LINE} for each
 * line that shall be there and {@code -WHAT} for what shall be gone: in the format keys the body of
 * a key or its comment, in hosts a name with its marker, in lines the first line that is equal.
 */
final class KeyEntriesLibrary {
  static final String TEXT =
      """
      # What awk does with one line of such a file. Blanks end its words, but not between quotes.
      entries_awk='
        function forget() {
          count = 0
          split("", wanted); split("", order); split("", ours); split("", gone); split("", there)
        }
        function bare(text) { sub(/\\r$/, "", text); return text "" }

        # Sets body and comment of a line of authorized_keys; no body where it is no entry.
        function read_key(text,  masked) {
          body = comment = ""
          sub(/^[ \\t]+/, "", text)
          if (text ~ /^#/) return
          if (!typed(text)) {
            masked = text
            gsub(/\\\\"/, "..", masked)
            if (!match(masked, /^([^ \\t"]|"[^"]*")+[ \\t]+/)) return
            text = substr(text, RLENGTH + 1)
            if (!typed(text)) return
          }
          sub(/^[^ \\t]+[ \\t]+/, "", text)
          if (!match(text, /^[A-Za-z0-9+\\/]+=*/)) return
          comment = substr(text, RLENGTH + 1)
          if (comment ~ /^[^ \\t]/) return
          body = substr(text, 1, RLENGTH)
          sub(/^[ \\t]+/, "", comment)
          sub(/[ \\t]+$/, "", comment)
        }
        function typed(text) { return text ~ /^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+[ \\t]/ }

        # Sets name of a line of known_hosts: its first word, and the second where the first is a marker.
        function read_host(text,  word) {
          sub(/^[ \\t]+/, "", text)
          split(text, word, /[ \\t]+/)
          name = word[1] (word[1] ~ /^@/ ? " " word[2] : "")
          if (name ~ /^#/) name = ""
        }

        function learn(item,  text, id) {
          text = id = substr(item, 2)
          if (item ~ /^-/) { gone[text]; return }
          if (format == "keys") { read_key(text); id = body } else { read_host(text); ours[name] }
          if (!(id in wanted)) { order[++count] = id; wanted[id] = text }
        }

        # Whether the line goes; one that is wanted and stays is there.
        function goes(text) {
          text = bare(text)
          if (format == "keys") {
            read_key(text)
            if (body == "") return 0
            if (body in gone || (comment ~ /^fleet:/ && comment in gone)) return 1
            there[body]
          } else if (format == "hosts") {
            read_host(text)
            if (name == "") return 0
            if (name in gone) return 1
            if (!(name in ours)) return 0
            if (!(text in wanted) || text in there) return 1
            there[text]
          } else if (text in gone) {
            delete gone[text]
            return 1
          }
          return 0
        }
      '

      # entries_seen [KEY PATH FORMAT RIGHT TEXT]...: the state of each behind its key in
      # $entries_table.
      entries_seen() {
        entries_table=$nl$(
          while [ $# -gt 4 ]; do
            if [ ! -e "$2" ]; then
              printf '%s\\n' "$1" /dev/null "$3" "$4" "$5"
            elif [ -f "$2" ] && [ -r "$2" ]; then
              printf '%s\\n' "$1" "$2" "$3" "$4" "$5"
            fi
            shift 5
          done | LC_ALL=C awk "$entries_awk"'
            {
              key = $0
              getline path; getline format; getline right
              forget()
              while ((getline item) > 0 && item != "") learn(item)
              missing = going = 0
              while ((getline text < path) > 0) if (goes(text)) going++
              close(path)
              for (i = 1; i <= count; i++) if (!(order[i] in there)) missing++
              state = missing + going ? missing " missing, " going " to remove" : right
              print key "\\t" state
            }'
        )$nl
      }

      # entries_check KEY PATH
      entries_check() {
        say_seen "$entries_table" "$1" "$2"
      }

      # entries_new ENDING OPEN CHANGES FORMAT TEXT: the text as it shall be, of the one at standard
      # input, of which endings told ENDING and OPEN. What it adds and drops is noted in CHANGES.
      entries_new() {
        { printf '%s\\n' "$@" && cat; } | LC_ALL=C awk "$entries_awk"'
          function put(text) { if (some++) print held; held = text }
          function note(text) { if (changes != "") print text >> changes }
          NR == 1 { ending = $0; next }
          NR == 2 { open = $0; next }
          NR == 3 { changes = $0; next }
          NR == 4 { format = $0; next }
          !learned { if ($0 == "") learned = 1; else learn($0); next }
          {
            kept = !goes($0)
            if (kept) put($0); else note("-" bare($0))
          }
          END {
            for (i = 1; i <= count; i++) {
              if (order[i] in there) continue
              if (open == "yes" && kept) held = bare(held) ending
              kept = 0
              note("+" wanted[order[i]])
              put(wanted[order[i]] ending)
            }
            if (some) printf "%s%s", held, (open == "yes" && kept ? "" : "\\n")
          }'
      }

      # entries_fix PATH FORMAT TEXT: a file that it makes, and its folder, are ours alone.
      entries_fix() (
        umask 077
        endings "$1"
        edit_new 0600 "$1" entries_new "$ending" "$open" "${fleet_entry:+$fleet_entry/changes}" "$2" "$3"
      )
      entries_show() {
        endings "$1"
        if [ -f "$1" ]; then
          entries_new "$ending" "$open" '' "$2" "$3" <"$1" | diff -u -- "$1" -
        elif [ ! -e "$1" ]; then
          entries_new '' no '' "$2" "$3" </dev/null | diff -u -- /dev/null -
        fi
      }

      # entries_undo PATH: the very file if it is still ours, else without the lines that we added.
      entries_undo() {
        resolve "$1"
        ! restore "$resolved" >/dev/null || return 0
        [ -f "$resolved" ] && [ -f "$fleet_entry/changes" ] || return 0
        entries_all_back=yes
        entries_added=$(LC_ALL=C awk '
          { text = substr($0, 2) }
          /^\\+/ { added[text] }
          /^-/ { if (text in added) delete added[text]; else others = 1 }
          END { for (text in added) print "-" text; exit others }' "$fleet_entry/changes") ||
          entries_all_back=no
        endings "$resolved"
        edit "$1" entries_new "$ending" "$open" '' lines "${entries_added:+$entries_added$nl}" || return 1
        [ -s "$resolved" ] || ! was_absent "$resolved" || rm -f -- "$resolved"
        [ "$entries_all_back" = yes ] || { say "left: $1 was changed since, and lacks lines that we removed"; return 1; }
      }
      """;

  private KeyEntriesLibrary() {}
}
