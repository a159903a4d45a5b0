package fleet.playbook.kind;

/** The awk of {@link SettingKind} that knows TOML. */
final class SettingToml {
  static final String TEXT =
      """
      function plain(key) { gsub(/[ \\t"\\047]/, "", key); return key }
      # What of a line of TOML is no comment; sets the count of brackets that it leaves open.
      function code(text, k, c, q) {
        balance = 0
        q = ""
        for (k = 1; k <= length(text); k++) {
          c = substr(text, k, 1)
          if (q != "") { if (c == "\\\\" && q == "\\"") k++; else if (c == q) q = "" }
          else if (c == "\\"" || c == "\\047") q = c
          else if (c == "#") return substr(text, 1, k - 1)
          else if (c ~ /[{[]/) balance++
          else if (c ~ /[]}]/) balance--
        }
        return text
      }
      function equals(text, k, c, q) {
        q = ""
        for (k = 1; k <= length(text); k++) {
          c = substr(text, k, 1)
          if (q != "") { if (c == q) q = "" }
          else if (c == "\\"" || c == "\\047") q = c
          else if (c == "=") return k
        }
        return 0
      }
      function triple(text) { return index(text, "\\"\\"\\"") ? "\\"\\"\\"" : index(text, "\\047\\047\\047") ? "\\047\\047\\047" : "" }
      function toml(lines, k, line, table, home, key, full, at, text, depth, multi, header, sibling, inner, prefix, put, first) {
        home = path
        if (!sub(/\\.[^.]*$/, "", home)) home = ""
        lines = t == "" ? 0 : split(t, row, "\\n")
        table = multi = ""
        depth = header = sibling = found = 0
        for (k = 1; k <= lines; k++) {
          line = row[k]
          sub(/\\r$/, "", line)
          if (multi != "") { if (index(line, multi)) multi = ""; continue }
          text = code(line)
          if (depth > 0) { depth += balance; continue }
          if (text ~ /^[ \\t]*$/) continue
          if (text ~ /^[ \\t]*\\[/) {
            table = text
            gsub(/^[ \\t]*\\[|\\][ \\t]*$/, "", table)
            first = table ~ /^\\[/
            sub(/^\\[/, "", table)
            sub(/\\]$/, "", table)
            table = plain(table)
            if (index(table ".", path ".") == 1) hint = path " is a table"
            if (first && index(path, table ".") == 1) hint = table " is a list of tables"
            if (first) table = table " of many"
            if (home != "" && table == home) header = k
            continue
          }
          at = equals(text)
          if (!at) { i = 1; wrong = "no = in line " k; break }
          key = substr(text, 1, at - 1)
          full = (table == "" ? "" : table ".") plain(key)
          text = substr(line, at + 1)
          multi = triple(text)
          if (multi == "") depth += balance
          else if (index(substr(text, index(text, multi) + 3), multi)) multi = ""
          if (full == path) {
            found = k
            match(text, /^[ \\t]*/)
            prefix = substr(line, 1, at + RLENGTH)
            text = substr(text, RLENGTH + 1)
            text = substr(code(prefix text), length(prefix) + 1)
            put = substr(line, length(prefix) + length(text) + 1)
            if (match(text, /[ \\t]+$/)) { put = substr(text, RSTART) put; text = substr(text, 1, RSTART - 1) }
            state = text ~ /^[{[]/ || multi != "" ? "(several values)" : text
            if (state != "(several values)") row[k] = prefix literal put (row[k] ~ /\\r$/ ? "\\r" : "")
          } else if (index(path, full ".") == 1) hint = full " is no table of its own"
          else if (index(full, path ".") == 1) hint = path " is a table"
          else if (home != "" && index(full, home ".") == 1 && (table == "" || index(home, table ".") == 1)) {
            sibling = k
            inner = table == "" ? home : substr(home, length(table) + 2)
          }
        }
        if (wrong == "" && (multi != "" || depth > 0)) wrong = "an open value"
        if (wrong != "") { state = "!unknown it is no TOML: " wrong; return }
        if (!found) state = hint == "" ? "absent" : "!unknown " hint
        if (hint != "" || mode == "look") return
        if (found && state == "(several values)") { state = "!unknown " path " holds several values: change it by hand"; return }
        if (found) { if (mode == "gone") row[found] = "\\001" }
        else if (mode == "gone") return
        else if (header) row[header] = row[header] "\\n" part[parts] " = " literal cr
        else if (sibling) row[sibling] = inner "." part[parts] " = " literal cr "\\n" row[sibling]
        else if (home == "" && lines) row[1] = part[parts] " = " literal cr "\\n" row[1]
        else if (home == "") row[++lines] = part[parts] " = " literal
        else {
          if (lines && open == "yes") row[lines] = row[lines] cr
          if (lines && row[lines] !~ /^[ \\t\\r]*$/) row[++lines] = cr
          row[++lines] = "[" home "]" cr
          row[++lines] = part[parts] " = " literal cr
          open = "no"
        }
        t = ""
        first = 1
        for (k = 1; k <= lines; k++) if (row[k] != "\\001") { t = t (first ? "" : "\\n") row[k]; first = 0 }
      }
      """;

  private SettingToml() {}
}
