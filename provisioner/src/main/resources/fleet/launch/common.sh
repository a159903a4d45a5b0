# What the sh of sessions shares. A session is a folder, and where it lies is what has become of it:
# todo (asked for), doing (a supervisor has taken it) or done. Every move is one rename, so whatever
# is killed, nothing is lost and nothing is done twice.
umask 077
fleet=$HOME/.local/state/fleet
sessions=$fleet/sessions
nl='
'
tab=$(printf '\t')
if [ -r /proc/sys/kernel/random/boot_id ]; then
  IFS= read -r boot </proc/sys/kernel/random/boot_id
else
  boot=$(sysctl -n kern.bootsessionuuid)
fi

say() {
  printf '%s\n' "$*"
}

nap() {
  sleep "$1" 2>/dev/null || sleep 1
}

# line TEXT: the text as one line without tabs, not endless.
line() {
  printf '%.600s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037'
}

# put FILE LINE: the file is there whole or not at all.
put() {
  printf '%s\n' "$2" >"$1.new" && mv -f -- "$1.new" "$1"
}

# get NAME: sets $got to the first line of a file of the session; empty where there is none.
get() {
  got=
  { IFS= read -r got <"$dir/$1"; } 2>/dev/null || :
}

# born PID: sets $born to when that process began; fails where there is none, or a dead one.
born() {
  born=
  if [ -r /proc/self/stat ]; then
    { IFS= read -r born_line <"/proc/$1/stat"; } 2>/dev/null || return 1
    born_line=${born_line##*) }
    case $born_line in Z* | X*) return 1 ;; esac
    # shellcheck disable=SC2086
    set -- $born_line
    shift 19
    born=$1
  else
    case $(ps -o stat= -p "$1") in '' | Z*) return 1 ;; esac
    born=$(ps -o lstart= -p "$1" | tr -s ' ' _)
  fi
}

# mark PID FILE: the file names that process, and no later one of the same number.
mark() {
  born "$1" && put "$2" "$1 $born $boot"
}

# lives FILE: whether the process that was marked is there; sets $live_pid.
lives() {
  live_pid=''
  { IFS=' ' read -r live_pid live_born live_boot <"$1"; } 2>/dev/null || return 1
  [ "$live_boot" = "$boot" ] && born "$live_pid" && [ "$born" = "$live_born" ]
}

# hold FILE: takes that lock, within a minute. One whose holder is dead is taken away by who has the
# claim, and only if its holder is still dead then.
hold() {
  mark $$ "$1.$$" || return 1
  hold_turns=600
  until ln -- "$1.$$" "$1" 2>/dev/null; do
    if [ -e "$1" ] && ! lives "$1" && ln -- "$1.$$" "$1.claim" 2>/dev/null; then
      lives "$1" || rm -f -- "$1"
      rm -f -- "$1.claim"
      continue
    fi
    if [ -e "$1.claim" ] && ! lives "$1.claim"; then rm -f -- "$1.claim"; fi
    hold_turns=$((hold_turns - 1))
    if [ "$hold_turns" -le 0 ]; then
      rm -f -- "$1.$$"
      return 1
    fi
    nap 0.1
  done
  rm -f -- "$1.$$"
}

drop() {
  rm -f -- "$1"
}

# place ID: sets $id, $dir and $stage. It is looked for in the order in which it moves, so that it is
# not missed while it does.
place() {
  id=$1
  for stage in todo doing 'done'; do
    dir=$sessions/$stage/$id
    [ ! -d "$dir" ] || return 0
  done
  return 1
}

# event STATE WHY
event() {
  printf '%s\t%s\t%s\n' "$(date +%s)" "$1" "$(line "$2")" >>"$dir/events"
}

# state: sets $state, $why and $since by the last event.
state() {
  state='' why='' since=0
  while IFS="$tab" read -r state_at state_word state_why; do
    since=$state_at state=$state_word why=$state_why
  done 2>/dev/null <"$dir/events"
}

happened() {
  grep -q "^[0-9]*$tab$1$tab" "$dir/events" 2>/dev/null
}

# finish STATE WHY: whoever moves the folder is the one who says how it ended.
finish() {
  mkdir -p "$sessions/done"
  mv -- "$sessions/doing/$id" "$sessions/done/$id" 2>/dev/null || return 0
  dir=$sessions/done/$id
  event "$1" "$2"
  rm -f -- "$fleet/pipes/$id" "$dir/out" "$dir/in" "$dir/given"
  get keep
  keep=$got
  get key
  # A task may be launched again once its session is over; any other key stands for this session.
  if [ -n "$got" ] && [ "$keep" = no ]; then rm -f -- "$sessions/keys/$got"; fi
}

# lost: whether nobody works on the session any more, though it lies in doing. One that has just been
# taken may not have said yet who has it.
lost() {
  get boot
  [ -z "$got" ] || [ "$got" = "$boot" ] || return 0
  ! lives "$dir/supervisor" && ! lives "$dir/watcher" && ! lives "$dir/agent" || return 1
  state
  [ -e "$dir/supervisor" ] || [ $(($(date +%s) - since)) -gt 60 ]
}

# sweep: sessions that nobody works on are over.
sweep() {
  for sweep_dir in "$sessions"/doing/*/; do
    dir=${sweep_dir%/}
    id=${dir##*/}
    if [ -d "$dir" ] && lost; then
      end_all || continue
      get boot
      if [ -n "$got" ] && [ "$got" != "$boot" ]; then
        finish LOST 'the machine was restarted'
      else
        finish LOST 'its supervisor was killed'
      fi
    elif [ -d "$dir" ]; then
      rewatch
    fi
  done
}
