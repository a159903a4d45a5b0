# The operator's side of a launch, on the machine.

# launch ID: lets the request that lies in new be taken once. Another with its key is found instead.
# What stands on standard input goes to the agent's environment. Tells what happens until the session
# is confirmed, or it is known that it will not be.
launch() {
  mkdir -p "$sessions/todo" "$sessions/doing" "$sessions/done" "$sessions/keys" "$fleet/pipes"
  launch_secrets=$(cat)
  hold "$sessions/sweeping" && { sweep; drop "$sessions/sweeping"; }
  id=$1
  dir=$sessions/new/$id
  get key
  event REQUESTED ''
  mv -- "$dir" "$sessions/todo/$id" || return 1
  dir=$sessions/todo/$id
  if [ -n "$got" ] && ! ln -- "$dir/id" "$sessions/keys/$got" 2>/dev/null; then
    IFS= read -r launch_other <"$sessions/keys/$got"
    rm -rf -- "$dir"
    say "found$tab$launch_other"
    id=$launch_other
  fi
  if ! place "$id"; then
    say "gone$tab$id"
    return 1
  fi
  launch_feeder=
  if [ "$stage" = todo ]; then
    get secrets
    if [ "$got" = yes ]; then
      mkfifo "$fleet/pipes/$id" 2>/dev/null
      (printf '%s\n# whole\n' "$launch_secrets" >"$fleet/pipes/$id") 2>/dev/null &
      launch_feeder=$!
    fi
    begin
  fi
  launch_secrets=
  follow
  [ -z "$launch_feeder" ] || kill "$launch_feeder" 2>/dev/null
  place "$id" && row && evidence
}

# begin: a supervisor for the session, in a tmux server that is nobody's but ours.
begin() {
  unset TMUX
  for begin_turn in 1 2 3 4 5; do
    begin_said=$(tmux -L fleet -f /dev/null new-session -d -s "$id" -x 200 -y 50 /bin/sh "$0" run "$id" 2>&1) && return
    [ -d "$sessions/todo/$id" ] || return
    nap "0.$begin_turn"
  done
  say "tmux$tab$(line "$begin_said")"
}

# follow: tells each event as it comes.
follow() {
  follow_told=0 follow_turns=0
  while :; do
    place "$id" || return
    follow_count=0
    while IFS= read -r follow_line; do
      follow_count=$((follow_count + 1))
      if [ "$follow_count" -gt "$follow_told" ]; then
        follow_told=$follow_count
        say "event$tab$follow_line"
      fi
    done 2>/dev/null <"$dir/events"
    state
    case $state in UNCONFIRMED | FAILED | REFUSED | ENDED | STOPPED | LOST) return ;; esac
    [ "$stage" != doing ] || rewatch
    # An agent that has ended by now has more to tell.
    if happened CONFIRMED && { lives "$dir/agent" || ! lives "$dir/supervisor"; }; then return; fi
    if [ "$stage" = todo ]; then
      follow_turns=$((follow_turns + 1))
      [ "$follow_turns" -lt 300 ] || return
    elif lost; then
      return
    fi
    nap 0.05
  done
}

# find KEY: the session of that key, if somebody has taken it.
find() {
  if hold "$sessions/sweeping"; then
    sweep
    drop "$sessions/sweeping"
  fi
  { IFS= read -r find_id <"$sessions/keys/$1"; } 2>/dev/null || return 0
  if place "$find_id" && [ "$stage" != todo ]; then
    follow
    place "$find_id" && row && evidence
  fi
}
