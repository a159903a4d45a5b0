# Ending what a session started, all of it.

# table: "pid ppid pgid" of every living process.
table() {
  if [ -r /proc/self/stat ]; then
    cat /proc/[0-9]*/stat 2>/dev/null |
      sed -n 's/^\([0-9]*\) (.*) [^ZX] \([0-9]*\) \([0-9]*\) .*/\1 \2 \3/p'
  else
    ps -A -o pid= -o ppid= -o pgid= -o stat= | awk '$4 !~ /^Z/ { print $1, $2, $3 }'
  fi
}

# marked: processes that carry the session's mark in their environment, wherever they have gone.
marked() {
  if [ -r /proc/self/environ ]; then
    grep -l "FLEET_SESSION=$id" /proc/[0-9]*/environ 2>/dev/null | sed 's|/proc/\([0-9]*\)/.*|\1|'
  else
    # shellcheck disable=SC2009
    ps -axEww -o pid= -o command= | grep "FLEET_SESSION=$id" | awk '{ print $1 }'
  fi
}

# members: sets $members to all processes of the session: the agent, its group, what descends from
# it, what was seen to descend from it before, and what carries its mark.
members() {
  members_roots=
  if lives "$dir/agent"; then members_roots=$live_pid; fi
  while IFS=' ' read -r members_pid members_born; do
    if born "$members_pid" && [ "$born" = "$members_born" ]; then
      members_roots="$members_roots $members_pid"
    fi
  done 2>/dev/null <"$dir/seen"
  members=$(
    {
      # shellcheck disable=SC2086
      for members_pid in $members_roots $(marked); do say "root $members_pid"; done
      table
    } | awk -v us="$$" '
      $1 == "root" { root[$2]; next }
      { parent[$1] = $2; group[$1] = $3 }
      END {
        for (p in root) if (p in parent && p != us) ours[p]
        do {
          found = 0
          for (p in parent)
            if (!(p in ours) && p != us && (parent[p] in ours || group[p] in ours)) { ours[p]; found = 1 }
        } while (found)
        for (p in ours) print p
      }'
  )
}

# remember: notes who belongs to the session, for when a parent is gone.
remember() {
  members
  for remember_pid in $members; do
    if born "$remember_pid"; then say "$remember_pid $born"; fi
  done >"$dir/seen.new"
  mv -f -- "$dir/seen.new" "$dir/seen"
}

# end_all: TERM, then KILL, until no process is left; fails where one does not go.
end_all() {
  for end_signal in TERM KILL KILL KILL; do
    end_turns=50
    remember 2>/dev/null || members
    [ -n "$members" ] || return 0
    for end_pid in $members; do kill -s "$end_signal" "$end_pid" 2>/dev/null; done
    while [ "$end_turns" -gt 0 ]; do
      nap 0.1
      members
      [ -n "$members" ] || return 0
      end_turns=$((end_turns - 1))
    done
  done
  return 1
}

# stop ID REASON: says "stopped" only when nothing of the session is left.
stop() {
  if ! place "$1"; then
    say "unknown"
    return 1
  fi
  case $stage in
    done)
      say "over"
      return 0
      ;;
    todo)
      mkdir -p "$sessions/doing"
      if mv -- "$dir" "$sessions/doing/$id" 2>/dev/null; then
        dir=$sessions/doing/$id
        finish STOPPED "$2"
        say "stopped"
        return 0
      fi
      place "$1"
      ;;
  esac
  put "$dir/stop" "$2"
  stop_turns=100
  end_all
  while [ "$stop_turns" -gt 0 ] && lives "$dir/supervisor"; do
    nap 0.1
    stop_turns=$((stop_turns - 1))
  done
  place "$id"
  members
  if [ -n "$members" ]; then
    say "left$tab$(line "$members")"
    return 1
  fi
  finish STOPPED "$2"
  tmux -L fleet kill-session -t "=$id" 2>/dev/null
  say "stopped"
}
