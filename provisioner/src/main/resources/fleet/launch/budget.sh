# Budgets, kept from outside: by the clock, and by what the agent prints.

# figures: brings the session's figures up to what is printed by now. The last line may be half a one.
figures() {
  figures_size=$(($(wc -c <log 2>/dev/null || echo 0)))
  [ "$figures_size" -ge "$figures_at" ] || figures_at=0
  [ "$figures_size" -gt "$figures_at" ] || return 0
  figures_news=$(date +%s)
  # Of a flood only the end is looked at.
  if [ $((figures_size - figures_at)) -gt 4194304 ]; then figures_at=$((figures_size - 1048576)); fi
  {
    tail -c "+$((figures_at + 1))" log | head -c $((figures_size - figures_at))
    printf '<cut>\n'
  } | LC_ALL=C awk -v state=figures "$figures_awk" >figures.new || return 0
  mv -f figures.new figures
  while IFS="$tab" read -r figures_name figures_value; do
    case $figures_name in
      at) figures_at=$((figures_at + figures_value)) ;;
      tokens | cost) put "$figures_name" "$figures_value" ;;
      errors) figures_errors=$figures_value ;;
      repeats) figures_repeats=$figures_value ;;
    esac
  done <figures
  # A line without end is no event.
  if [ $((figures_size - figures_at)) -gt 1048576 ]; then figures_at=$figures_size; fi
}

figures_awk='
  function number(name,  found) {
    if (!match($0, "\"" name "\" *: *[0-9.]+")) return 0
    found = substr($0, RSTART, RLENGTH)
    sub(/.*: */, "", found)
    return found + 0
  }
  function text(name,  found) {
    if (!match($0, "\"" name "\" *: *\"[^\"]*")) return ""
    found = substr($0, RSTART, RLENGTH)
    sub(/^"[^"]*" *: *"/, "", found)
    return found
  }
  # What is left when numbers and names that are new each time are taken out.
  function shape(s) {
    gsub(/"(id|uuid|session_id|tool_use_id|parent_tool_use_id|timestamp|request_id|item_id|thread_id)" *: *("[^"]*"|null)/, "", s)
    gsub(/[0-9]+/, "0", s)
    return substr(s, 1, 500)
  }
  function step(from,  s) {
    s = shape(substr($0, from))
    v["repeats"] = s == v["step"] ? v["repeats"] + 1 : 1
    v["step"] = s
    v["tried3"] = v["tried2"]; v["tried2"] = v["tried1"]
    v["tried1"] = substr($0, from, 200)
  }
  function failed(from,  s) {
    s = shape(substr($0, from))
    v["errors"] = s == v["error"] ? v["errors"] + 1 : 1
    v["error"] = s
  }
  BEGIN {
    while ((getline line < state) > 0) {
      i = index(line, "\t")
      v[substr(line, 1, i - 1)] = substr(line, i + 1)
    }
    at = 0
  }
  /<cut>$/ { next }
  { at += length($0) + 1; gsub(/\t/, " ") }
  !/^[{].*"type" *:/ { next }
  /"type" *: *"assistant"/ && /"usage"/ {
    id = text("id")
    used = number("input_tokens") + number("cache_creation_input_tokens") + number("output_tokens")
    if (id != v["message"]) { v["before"] += v["used"]; v["used"] = 0; v["message"] = id }
    if (used > v["used"]) v["used"] = used
    if (v["before"] + v["used"] > v["tokens"]) v["tokens"] = v["before"] + v["used"]
  }
  /^[{]"type" *: *"result"/ {
    used = number("input_tokens") + number("cache_creation_input_tokens") + number("output_tokens")
    if (number("total_tokens") > used) used = number("total_tokens")
    if (used > v["tokens"]) v["tokens"] = used
    if (number("total_cost_usd") > v["cost"]) v["cost"] = number("total_cost_usd")
  }
  /"type" *: *"turn.completed"/ { v["tokens"] += number("input_tokens") + number("output_tokens") }
  /"is_error" *: *true/ { failed(1) }
  /"type" *: *"(error|turn.failed)"/ || (/"item.completed"/ && /"exit_code" *: *[1-9]|"status" *: *"failed"/) { failed(1) }
  match($0, /"type" *: *"tool_use"/) { step(RSTART) }
  match($0, /"type" *: *"item.started"/) { step(RSTART) }
  END {
    v["at"] = at
    for (name in v) print name "\t" v[name]
  }
'

# within: whether the session keeps to its budgets; sets $why where it does not.
within() {
  figures
  within_now=$(date +%s)
  get budget-wall
  if [ -n "$got" ] && [ $((within_now - started)) -ge "$got" ]; then
    why="$got s by the clock are used up"
    return 1
  fi
  get budget-quiet
  if [ -n "$got" ] && [ $((within_now - figures_news)) -ge "$got" ]; then
    why="no progress: it has printed nothing for $got s"
    return 1
  fi
  get budget-errors
  if [ -n "$got" ] && [ "$figures_errors" -ge "$got" ]; then
    why="the same error $figures_errors times"
    return 1
  fi
  get budget-repeats
  if [ -n "$got" ] && [ "$figures_repeats" -ge "$got" ]; then
    why="$figures_repeats steps that are nearly the same"
    return 1
  fi
  get tokens
  within_tokens=$got
  get budget-tokens
  if [ -n "$got" ] && [ "${within_tokens:-0}" -ge "$got" ]; then
    why="$within_tokens of $got tokens are used up"
    return 1
  fi
  get cost
  within_cost=$got
  get budget-cost
  if [ -n "$got" ] && [ -n "$within_cost" ] && awk -v c="$within_cost" -v b="$got" 'BEGIN { exit !(c >= b) }'; then
    why="\$$within_cost of \$$got are used up"
    return 1
  fi
}

# blocked: leaves what a person has to know of a session that was stopped.
blocked() {
  {
    say "BLOCKED: $why"
    say 'TRIED:'
    sed -n "s/^tried[123]$tab\(..*\)/- \1/p" figures 2>/dev/null
    say "NEED: a person who looks at it (fleet sessions logs $id), and launches it again with another --budget or prompt"
  } >report
}
