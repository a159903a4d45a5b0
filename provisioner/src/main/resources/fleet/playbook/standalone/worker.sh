# A worker: it reads "look N...", "fix N PRIOR", "show N" and "drop".

# run_work ACCOUNT: serves until there is nothing more to read.
run_work() {
  run_job=
  trap run_stop HUP INT TERM
  run_own=$(umask 077 && command mktemp -d "${TMPDIR:-/tmp}/fleet.XXXXXXXXXX") || exit 1
  if [ "$1" = root ]; then
    fleet_uid=0 fleet_state=$run_state_root
  else
    fleet_uid=user fleet_state=$run_state_user
  fi
  while IFS= read -r run_asked; do
    case $run_asked in
      look\ *)
        # shellcheck disable=SC2086
        run_do run_look_job ${run_asked#look }
        ;;
      show\ *) run_do run_show_job "${run_asked#show }" ;;
      fix\ *)
        run_asked=${run_asked#fix }
        run_do run_fix_job "${run_asked%% *}" "${run_asked#* }"
        ;;
      drop) lock_drop ;;
    esac
    printf '%s done\n' "$run_nonce"
  done
  lock_drop
  rm -rf -- "$run_own"
}

# run_do JOB...: in a shell of its own, so that we can be told to stop meanwhile. What stands still
# at one place for a minute is killed.
run_do() {
  rm -f -- "$run_own/fix" "$run_own/late"
  say start >"$run_own/at"
  "$@" </dev/null &
  run_job=$!
  run_watch "$run_job" </dev/null >/dev/null &
  run_watcher=$!
  wait "$run_job"
  kill -s ALRM "$run_watcher" 2>/dev/null
  wait "$run_watcher"
  run_job=
}

# run_watch PID: watches a job. ALRM ends it: a TERM that comes before the trap stands would be taken
# by the shell that forked us, and be lost.
run_watch() {
  run_before=$!
  trap '[ "$!" = "$run_before" ] || kill "$!" 2>/dev/null; exit 0' ALRM
  run_last=
  while :; do
    sleep 60 &
    wait "$!"
    IFS= read -r run_now <"$run_own/at"
    if [ "$run_now" = "$run_last" ] && [ "$run_now" != fix ]; then
      run_late=
      [ ! -f "$run_own/late" ] || IFS= read -r run_late <"$run_own/late"
      if [ "$run_late" = "$run_now" ]; then run_signal "$1" KILL; else run_signal "$1" KILL below; fi
      say "$run_now" >"$run_own/late"
    fi
    run_last=$run_now
  done
}

# run_signal PID SIGNAL [below]: to all that descends from PID, and without "below" to itself; parents
# first, for a shell whose child died would go on to its next command.
run_signal() {
  run_family=$({ ps -A -o pid= -o ppid= 2>/dev/null || ps -o pid,ppid; } | awk -v top="$1" '
    { parent[$1] = $2 }
    END {
      do {
        found = 0
        for (p in parent)
          if (!(p in ours) && (parent[p] == top || parent[p] in ours)) { ours[p]; found = 1; print p }
      } while (found)
    }')
  [ $# -gt 2 ] || run_family="$1 $run_family"
  for run_each in $run_family; do
    kill -s "$2" "$run_each" 2>/dev/null
  done
}

# run_end PID: ends it and all below it, politely at first.
run_end() {
  run_signal "$1" TERM
  for run_wait in 1 2; do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 1
  done
  run_signal "$1" KILL
}

# run_end_fix: ends the fix that runs, if one does.
run_end_fix() {
  if [ -s "$run_own/fix" ] && IFS= read -r run_fixing <"$run_own/fix"; then run_end "$run_fixing"; fi
}

# mktemp: the machine's own, but what it made is noted, so that a fix that was killed leaves no half
# of a file behind.
mktemp() {
  run_new=$(command mktemp "$@") || return
  say "$run_new" >>"$run_own/made"
  say "$run_new"
}

# run_clean: removes what the last fix began to write and did not put in its place.
run_clean() {
  [ -f "$run_own/made" ] || return 0
  while IFS= read -r run_new; do
    case $run_new in */.fleet.*) rm -rf -- "$run_new" ;; esac
  done <"$run_own/made"
  rm -f -- "$run_own/made"
}

# run_stop: leaves nothing running, nothing half-written and no lock.
run_stop() {
  trap '' HUP INT TERM
  if [ -n "$run_job" ]; then
    run_end_fix
    run_signal "$run_job" KILL
    kill -s ALRM "$run_watcher" 2>/dev/null
  fi
  run_clean
  lock_drop
  rm -rf -- "$run_own"
  exit 130
}

# run_last_line: sets $run_last to the last line of standard input that says something.
run_last_line() {
  run_last=
  while IFS= read -r run_line || [ -n "$run_line" ]; do
    run_strip "$run_line"
    [ -z "$run_text" ] || run_last=$run_text
  done
}

# run_look_job N...: one gather for all of them, then each check between two marks.
run_look_job() {
  # A fix may have put a command in front of one whose place the shell remembers.
  hash -r
  run_calls=' ' run_functions=' '
  for run_i; do
    run_step "$run_i"
    for run_call in $run_gathers; do
      case $run_calls in *" $run_call "*) ;; *) run_calls="$run_calls$run_call " ;; esac
      case $run_functions in *" ${run_call%:*} "*) ;; *) run_functions="$run_functions${run_call%:*} " ;; esac
    done
  done
  say gather >"$run_own/at"
  for run_function in $run_functions; do
    run_left=
    for run_call in $run_calls; do
      [ "${run_call%:*}" != "$run_function" ] || run_left="$run_left${run_call#*:} "
    done
    run_gather >/dev/null 2>&1
  done
  for run_i; do
    say "$run_i" >"$run_own/at"
    printf '%s + %s\n' "$run_nonce" "$run_i"
    "step_${run_i}_check" 2>"$run_own/err"
    run_status=$?
    run_last=
    if [ -s "$run_own/late" ] && read -r run_late <"$run_own/late" && [ "$run_late" = "$run_i" ]; then
      run_status=late
    elif [ "$run_status" != 0 ]; then
      run_last_line <"$run_own/err"
    fi
    printf '\n%s - %s %s\n' "$run_nonce" "$run_status" "$run_last"
  done
}

# run_gather ARGUMENT...: adds the arguments of the calls in $run_left, then calls $run_function.
run_gather() {
  if [ -z "$run_left" ]; then
    "$run_function" "$@"
  else
    run_next=${run_left%% *}
    run_left=${run_left#* }
    "gather_$run_next" "$@"
  fi
}

# run_show_job N: what its fix would change.
run_show_job() {
  say show >"$run_own/at"
  ("step_${1}_show") 2>/dev/null | while IFS= read -r run_line || [ -n "$run_line" ]; do
    printf '%s diff %s\n' "$run_nonce" "$run_line"
  done
}

# run_fix_job N PRIOR: lock, show the diff, keep the originals, fix, note what was left.
run_fix_job() {
  run_step "$1"
  run_boot=-
  if [ -r /proc/sys/kernel/random/boot_id ]; then
    read -r run_boot </proc/sys/kernel/random/boot_id
  elif run_boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null) && [ -n "$run_boot" ]; then :; else
    run_boot=-
  fi
  lock_take "$run_operator" "$run_boot" "$((run_limit + 60))" >"$run_own/out" 2>&1
  run_status=$?
  run_last_line <"$run_own/out"
  printf '%s lock %s %s\n' "$run_nonce" "$run_status" "$run_last"
  [ "$run_status" = 0 ] || return
  [ -z "$run_show" ] || [ -n "$run_secret" ] || run_show_job "$1"
  say begin >"$run_own/at"
  fleet_entry=
  "step_${1}_begin" "$2" >"$run_own/out"
  run_status=$?
  if [ "$run_status" != 0 ]; then
    run_last_line <"$run_own/out"
    printf '%s fix %s %s\n' "$run_nonce" "$run_status" "$run_last"
    return
  fi
  say fix >"$run_own/at"
  : >"$run_own/overdue"
  # A daemon that the fix leaves behind may keep the pipe open: the mark ends it, not its closing.
  {
    run_fix_clock </dev/null >/dev/null &
    run_clock=$!
    run_fix_shell "$1" </dev/null
    run_status=$?
    kill -s ALRM "$run_clock"
    wait "$run_clock"
    printf '\n%s %s\n' "$run_nonce" "$run_status"
  } 2>/dev/null | run_fix_reader
  run_clean
  ledger_find "$run_key" && ledger_end
}

# run_fix_clock: ends the fix when its time is up.
run_fix_clock() {
  run_before=${!-}
  trap '[ "${!-}" = "$run_before" ] || kill "$!" 2>/dev/null; exit 0' ALRM
  sleep "$run_limit" &
  wait "$!"
  say late >"$run_own/overdue"
  run_end_fix
}

run_fix_shell() (
  [ -n "$fleet_entry" ] || exit 1
  exec 2>&1
  run_pid=$(exec sh -c 'echo "$PPID"')
  say "$run_pid" >"$run_own/fix"
  "step_${1}_fix"
)

# run_fix_reader: passes on what a fix prints as it comes; an empty line waits for the next one,
# because the mark brings one of its own.
run_fix_reader() {
  run_kept='' run_empty=0 run_status=1
  while IFS= read -r run_line || [ -n "$run_line" ]; do
    case $run_line in
      '')
        run_empty=$((run_empty + 1))
        continue
        ;;
      "$run_nonce "*)
        run_status=${run_line#* }
        run_empty=$((run_empty - 1))
        ;;
    esac
    while [ "$run_empty" -gt 0 ]; do
      printf '%s out \n' "$run_nonce"
      run_empty=$((run_empty - 1))
    done
    run_empty=0
    case $run_line in "$run_nonce "*) break ;; esac
    printf '%s out %s\n' "$run_nonce" "$run_line"
    run_strip "$run_line"
    [ -z "$run_text" ] || run_kept=$run_text
  done
  [ ! -s "$run_own/overdue" ] || run_status=late
  printf '%s fix %s %s\n' "$run_nonce" "$run_status" "$run_kept"
}
