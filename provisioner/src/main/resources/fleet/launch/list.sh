# What sessions tell of themselves.

# row: one line of the session in $dir: what is known, for others to judge.
row() {
  state
  row_agent=- row_keeper=no
  if lives "$dir/agent"; then row_agent=$live_pid; fi
  if lives "$dir/supervisor" || lives "$dir/watcher"; then row_keeper=yes; fi
  printf 'row\t%s\t%s\t%s\t%s\t%s\t%s\t%s' "$id" "$stage" "$state" "$why" "$since" "$row_agent" "$row_keeper"
  get boot
  if [ -z "$got" ] || [ "$got" = "$boot" ]; then printf '\tyes'; else printf '\tno'; fi
  for row_name in created beat status project agent-name task branch tree operator tokens cost; do
    get "$row_name"
    printf '\t%s' "$got"
  done
  printf '\t%s\t%s\n' "$dir/log" "$(happened CONFIRMED && say yes || say no)"
}

# list: all sessions of this account, and the clock that their times are of.
list() {
  say "now$tab$(date +%s)"
  for list_dir in "$sessions"/todo/*/ "$sessions"/doing/*/ "$sessions"/done/*/; do
    if [ -d "$list_dir" ]; then
      list_dir=${list_dir%/}
      if place "${list_dir##*/}"; then row; fi
    fi
  done
}

# evidence: the last of what is to be seen.
evidence() {
  {
    tail -c 2000 "$dir/log" || tmux -L fleet capture-pane -p -t "=$id:"
  } 2>/dev/null | tr -d '\000-\010\013-\037' | grep . | tail -n 8 | cut -c 1-300 | sed "s/^/evidence$tab/"
}

# logs ID [FOLLOW]
logs() {
  place "$1" || { say "no session $1" >&2; return 1; }
  cat "$dir/log.1" 2>/dev/null
  if [ "${2-}" != follow ] || [ "$stage" = 'done' ]; then
    cat "$dir/log" 2>/dev/null
    cat "$dir/report" 2>/dev/null >&2
    return 0
  fi
  cd "$dir" || return 1
  tail -n +1 -F log 2>/dev/null &
  logs_tail=$!
  trap 'kill "$logs_tail" 2>/dev/null' EXIT HUP INT TERM
  while [ ! -d "$sessions/done/$id" ]; do nap 1; done
  nap 1
}
