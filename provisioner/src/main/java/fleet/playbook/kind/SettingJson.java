package fleet.playbook.kind;

/** The awk of {@link SettingKind} that knows JSON, also with comments and trailing commas. */
final class SettingJson {
  static final String TEXT =
      """
      function bad(why) { if (wrong == "") wrong = why " in line " line_of(i); i = n + 1; return "" }
      function line_of(at, part) { part = substr(t, 1, at - 1); return 1 + gsub(/\\n/, "", part) }
      function blanks(e) {
        while (i <= n) {
          if (substr(t, i, 1) ~ /[ \\t\\r\\n]/) i++
          else if (substr(t, i, 2) == "//") { e = index(substr(t, i), "\\n"); i = e ? i + e : n + 1 }
          else if (substr(t, i, 2) == "/*") { e = index(substr(t, i + 2), "*/"); if (!e) return bad("an open comment"); i += e + 3 }
          else return ""
        }
      }
      function quoted(from, c) {
        from = i++
        while (i <= n) {
          c = substr(t, i++, 1)
          if (c == "\\\\") i++
          else if (c == "\\"") return substr(t, from, i - from)
          else if (c == "\\n") break
        }
        return bad("an open text")
      }
      # What is of the path is at a level from 0 on; all else at -1.
      function value(level, c, from) {
        c = substr(t, i, 1)
        if (c == "{") object(level)
        else if (c == "[") list()
        else if (c == "\\"") quoted()
        else {
          from = i
          while (i <= n && substr(t, i, 1) !~ /[],:{}"[ \\t\\r\\n\\/]/) i++
          if (substr(t, from, i - from) !~ /^(true|false|null|-?[0-9][0-9.eE+-]*)$/) bad("no value")
        }
      }
      function list() {
        i++
        for (;;) {
          blanks()
          if (i > n) { bad("an open list"); return }
          if (substr(t, i, 1) == "]") { i++; return }
          value(-1)
          blanks()
          if (substr(t, i, 1) == ",") i++
          else if (substr(t, i, 1) != "]") { bad("no comma"); return }
        }
      }
      function object(level, key, from, start, value_at, ours) {
        if (level >= 0) { deep = level; found = 0; inside[level] = i + 1; members[level] = comma[level] = 0; hint = "" }
        i++
        for (;;) {
          from = i
          blanks()
          if (i > n) { bad("an open object"); return }
          if (substr(t, i, 1) == "}") { if (level >= 0) closed[level] = i; i++; return }
          if (substr(t, i, 1) != "\\"") { bad("no name"); return }
          start = i
          key = quoted()
          blanks()
          if (substr(t, i, 1) != ":") { bad("no colon"); return }
          i++
          blanks()
          value_at = i
          ours = level >= 0 && key == "\\"" part[level + 1] "\\""
          if (ours && level + 1 < parts) {
            if (substr(t, i, 1) == "{") value(level + 1)
            else { value(-1); deep = level; found = 0; hint = part[level + 1] }
          } else value(-1)
          if (wrong != "") return
          if (ours && level + 1 == parts) { found = value_at; found_end = i; found_from = from }
          if (level >= 0) { members[level]++; ended[level] = i; lead[level] = substr(t, from, start - from); comma[level] = 0 }
          blanks()
          if (substr(t, i, 1) == ",") { i++; if (level >= 0) comma[level] = i }
          else if (substr(t, i, 1) != "}") { bad("no comma"); return }
        }
      }
      function nested(k, indent, unit) {
        if (k == parts) return "\\"" part[k] "\\": " literal
        return "\\"" part[k] "\\": {" (unit == "" ? "" : eol indent unit) nested(k + 1, indent unit, unit) (unit == "" ? "" : eol indent) "}"
      }
      function indent_at(at, text) {
        text = substr(t, 1, at - 1)
        sub(/.*\\n/, "", text)
        match(text, /^[ \\t]*/)
        return substr(text, 1, RLENGTH)
      }
      function json(text, d, indent, unit, rest) {
        n = length(t)
        i = 1
        if (substr(t, 1, 3) == "\\357\\273\\277") i = 4
        blanks()
        if (i > n && wrong == "") {
          state = "absent"
          eol = "\\n"
          if (mode == "put") t = (t ~ /[^ \\t\\r\\n]/ ? t eol : "") "{" eol "  " nested(1, "  ", "  ") eol "}"
          open = "no"
          return
        }
        if (substr(t, i, 1) != "{") bad("no object")
        else object(0)
        if (wrong == "") { blanks(); if (i <= n) bad("more than one value") }
        if (wrong != "") { state = "!unknown it is no JSON: " wrong; return }
        if (found) {
          state = substr(t, found, found_end - found)
          if (state ~ /^[{[]/) state = "(several values)"
          if (mode == "put") t = substr(t, 1, found - 1) literal substr(t, found_end)
          if (mode == "gone") {
            i = found_end
            blanks()
            if (substr(t, i, 1) == ",") t = substr(t, 1, found_from - 1) substr(t, i + 1)
            else t = substr(t, 1, found_from - (substr(t, found_from - 1, 1) == "," ? 2 : 1)) substr(t, found_end)
          }
          return
        }
        state = hint == "" ? "absent" : "!unknown " hint " is no object"
        if (hint != "" || mode != "put") return
        d = deep
        if (members[d]) {
          text = lead[d]
          if (text ~ /\\n/) { indent = text; sub(/.*\\n/, "", indent); match(indent, /^[ \\t]*/); indent = substr(indent, 1, RLENGTH); unit = indent ~ /\\t/ ? "\\t" : "  "; text = eol indent }
          else { if (text !~ /^[ \\t]*$/) text = " "; indent = unit = "" }
          text = text nested(d + 1, indent, unit)
          if (comma[d]) t = substr(t, 1, comma[d] - 1) text substr(t, comma[d])
          else t = substr(t, 1, ended[d] - 1) "," text substr(t, ended[d])
        } else {
          indent = indent_at(inside[d])
          unit = indent ~ /\\t/ ? "\\t" : "  "
          rest = substr(t, inside[d], closed[d] - inside[d])
          text = eol indent unit nested(d + 1, indent unit, unit)
          rest = rest ~ /^[ \\t\\r\\n]*$/ ? eol indent : rest
          t = substr(t, 1, inside[d] - 1) text rest substr(t, closed[d])
        }
      }
      """;

  private SettingJson() {}
}
