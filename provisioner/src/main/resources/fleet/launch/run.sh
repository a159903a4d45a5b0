# The supervisor: the agent's parent, in a pane of our own tmux server. It takes the session, makes
# the worktree, starts the agent in a process group of its own, and says how it ended.

# run ID
run() {
  # The end of the pane or of tmux must not end it before it has said so.
  trap ':' HUP INT QUIT TERM
  id=$1
  mkdir -p "$sessions/doing" "$sessions/done"
  # Whoever renames it has it.
  mv -- "$sessions/todo/$id" "$sessions/doing/$id" 2>/dev/null || return 0
  dir=$sessions/doing/$id
  cd "$dir" || return 1
  put boot "$boot"
  mark $$ supervisor
  event SPAWNED "tmux -L fleet attach -t =$id"
  why=
  if ! admit; then
    finish REFUSED "$why"
  elif ! grow || ! receive; then
    finish FAILED "$why"
  else
    agent
  fi
}

# admit: takes a slot, or says that there is none. The lock makes counting and taking one.
admit() {
  hold "$sessions/lock" || { why='another launch has held this machine for a minute'; return 1; }
  get slots
  admit_slots=$got admit_taken=0
  for admit_each in "$sessions"/doing/*/admitted; do
    [ ! -e "$admit_each" ] || admit_taken=$((admit_taken + 1))
  done
  if [ "$admit_taken" -lt "$admit_slots" ]; then : >admitted; fi
  drop "$sessions/lock"
  [ -e admitted ] || { why="no-slots: $admit_taken of $admit_slots slots are taken"; return 1; }
}

# receive: sets $secrets to what comes through the pipe: assignments, and a last line that says that
# it is whole. If nobody comes, the waiting ends by itself.
receive() {
  secrets=
  get secrets
  [ "$got" = yes ] || return 0
  receive_pipe=$fleet/pipes/$id
  mkdir -p "$fleet/pipes"
  [ -p "$receive_pipe" ] || mkfifo "$receive_pipe" 2>/dev/null || [ -p "$receive_pipe" ]
  (
    trap - HUP INT QUIT TERM
    sleep 30
    : >"$receive_pipe"
  ) &
  receive_alarm=$!
  secrets=$(cat "$receive_pipe")
  kill "$receive_alarm" 2>/dev/null
  rm -f -- "$receive_pipe"
  case $secrets in
    *"$nl# whole") return 0 ;;
  esac
  secrets=
  why='the secrets never came: the launch was broken off'
  return 1
}

# agent: starts it and waits for its end.
agent() {
  get tree; tree=$got
  get mode; mode=$got
  # The agent gets a process group of its own, and the terminal with it.
  set -m
  date +%s >started
  (trap '' HUP; exec /bin/sh "$0" watch "$id") </dev/null >/dev/null 2>&1 &
  if [ -n "$secrets" ]; then
    mkfifo given
    (printf '%s\n' "$secrets" >given) &
    secrets=
  fi
  event READY ''
  if [ "$mode" = terminal ]; then
    tmux -L fleet pipe-pane -t "=$id:" "exec /bin/sh '$0' log '$id'"
    spawn
  else
    mkfifo out in
    (log) <out >/dev/null 2>&1 &
    agent_log=$!
    (cat prompt && : >accepted) >in 2>/dev/null &
    (exec tail -F log) 2>/dev/null &
    agent_shows=$!
    spawn
  fi
  agent_status=$?
  put status "$agent_status"
  # What it has left running would be nobody's: a session is over when nothing of it is left.
  members
  agent_left=$(say "$members" | grep -c .)
  if ! end_all; then
    event LEFT "cannot be ended: $(line "$members")"
  fi
  if [ "$mode" != terminal ]; then
    wait "$agent_log" 2>/dev/null
    kill "$agent_shows" 2>/dev/null
  fi
  verdict
}

# spawn: the agent as a job of its own, with the environment that it may have and no other.
spawn() {
  (
    if [ "$mode" != terminal ]; then exec <in >out 2>&1; fi
    exec env -i HOME="$HOME" USER="$(id -un)" LOGNAME="$(id -un)" SHELL="${SHELL:-/bin/sh}" \
      LANG="${LANG:-C.UTF-8}" TERM="${TERM:-screen}" TMPDIR="${TMPDIR:-/tmp}" \
      PATH="$HOME/.local/bin:$HOME/.npm-global/bin:/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" \
      FLEET_SESSION="$id" FLEET_SESSION_DIR="$dir" /bin/sh "$0" child "$id"
  )
}

# child ID: becomes the agent. The secrets come through a pipe into the environment of this process.
child() {
  id=$1
  dir=$FLEET_SESSION_DIR
  unset FLEET_SESSION_DIR
  mark $$ "$dir/agent"
  get tree
  cd "$got" || exit 126
  unset OLDPWD
  if [ -p "$dir/given" ]; then
    child_env=$(cat "$dir/given")
    rm -f -- "$dir/given"
    eval "$child_env"
    unset child_env
  fi
  get command
  eval "exec $got"
}

# verdict: how it ended.
verdict() {
  signed
  if [ -e stop ]; then
    get stop
    finish STOPPED "$got"
  elif ! happened CONFIRMED; then
    finish FAILED "it ended with $agent_status before any sign of life$(agent_rest)"
  elif [ "$agent_status" != 0 ]; then
    finish FAILED "it ended with $agent_status$(agent_rest)"
  else
    finish ENDED "it ended with 0$(agent_rest)"
  fi
}

agent_rest() {
  [ "$agent_left" = 0 ] || printf '; %s that it left running were ended' "$agent_left"
}

# log: keeps what stands on standard input, at once and not without end: the last 16 to 24 MB.
log() {
  while :; do
    log_counts=$(LC_ALL=C dd bs=65536 count=128 2>&1 >>log)
    if [ "$(($(wc -c <log)))" -gt 16777216 ]; then mv -f log log.1; fi
    # "12+116 records in", perhaps behind a warning.
    log_counts=${log_counts%% records in*}
    log_counts=${log_counts##*[!0-9+]}
    [ "$((${log_counts%+*} + ${log_counts#*+}))" -ge 128 ] || break
  done
}
