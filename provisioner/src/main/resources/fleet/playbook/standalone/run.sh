# The run itself: turns, lines, sums, and how it ends.

# run_tag OUTCOME: sets $run_text to its word in brackets, of one width.
run_tag() {
  case $1 in
    unchanged) run_word=OK run_colour=32 ;;
    changed) run_word=CHANGED run_colour=33 ;;
    would-change) run_word=WOULD run_colour=33 ;;
    skipped) run_word=SKIPPED run_colour=2 ;;
    blocked) run_word=BLOCKED run_colour=35 ;;
    *) run_word=FAILED run_colour=31 ;;
  esac
  run_text="[$run_word]         "
  run_text=${run_text%"${run_text#???????????}"}
  [ -z "$run_paint" ] || run_text="${run_escape}[${run_colour}m$run_text${run_escape}[0m"
}

# run_live LINE: what a fix prints.
run_live() {
  run_printable "$1"
  run_masks
  say "            | $run_text"
}

# run_set N OUTCOME WHY [DIFF]: keeps a step's outcome and prints its lines.
run_set() {
  run_step "$1"
  run_text=$3
  run_masks
  run_why=$run_text
  eval "run_outcome_$1=\$2"
  run_tag "$2"
  say "$run_text $run_title${run_why:+: $run_why}"
  run_text=${4-}
  run_masks
  while [ -n "$run_text" ]; do
    say "    ${run_text%%"$nl"*}"
    run_text=${run_text#*"$nl"}
  done
}

# run_turn N: a step's turn in an apply.
run_turn() {
  eval "run_outcome_$1="
  while eval "[ -z \"\$run_outcome_$1\" ]"; do
    run_step "$1"
    run_state "$1"
    if [ -n "$run_skip" ]; then
      run_set "$1" skipped "$run_skip"
    elif [ "${run_fresh#*" $1 "}" = "$run_fresh" ]; then
      run_look "$1"
    elif [ "$run_kind" = drifted ] && [ -n "$run_fix" ]; then
      run_mend "$1"
    else
      run_verdict "$1"
      if [ "$run_kind" = converged ]; then
        case $run_true in
          *" $1 "*) ;;
          *) run_outcome=changed run_why='made true by an earlier step' ;;
        esac
      fi
      run_set "$1" "$run_outcome" "$run_why"
    fi
  done
}

# run_mend N: fixes it and looks again, at it and at what follows up to the next that was not true.
run_mend() {
  if [ -n "$run_refused" ]; then
    run_set "$1" failed "$run_refused"
    return
  fi
  run_reach "$run_as" || {
    run_set "$1" blocked "$run_blocked"
    return
  }
  [ -z "$run_secret" ] || run_said=
  run_ask "fix $1 $run_said"
  if [ "$run_locked" != 0 ]; then
    run_refused="another run has this machine${run_evidence:+: $run_evidence}"
    return
  fi
  run_anything=yes run_fresh=' '
  run_story='' run_account=$run_as run_how=$run_fixed run_proof=$run_evidence
  run_ahead=$1 run_n=$1
  while [ "$run_n" -lt "$run_steps" ]; do
    run_n=$((run_n + 1))
    run_step "$run_n"
    [ -z "$run_skip" ] || continue
    [ "$run_as" = "$run_account" ] || break
    run_ahead="$run_ahead $run_n"
    case $run_true in *" $run_n "*) ;; *) break ;; esac
  done
  for run_n in $run_ahead; do
    eval "run_kind_$run_n=unknown run_said_$run_n='its check did not end in time'"
    run_fresh="$run_fresh$run_n "
  done
  run_ask "look $run_ahead"
  run_fixed=$run_how run_evidence=$run_proof
  run_verdict_after "$1"
  run_set "$1" "$run_outcome" "$run_why" "$run_story"
}

# run_apply: every step in its turn, and all of them once more at the end.
run_apply() {
  run_n=0 run_number=0
  for run_number in $run_all; do
    run_state "$run_number"
    [ "$run_kind" != converged ] || run_true="$run_true$run_number "
  done
  run_number=0
  while [ "$run_number" -lt "$run_steps" ]; do
    run_number=$((run_number + 1))
    run_turn "$run_number"
  done
  [ -n "$run_anything" ] || return 0
  run_claimed=
  for run_number in $run_all; do
    eval "run_outcome=\$run_outcome_$run_number"
    case $run_outcome in changed | unchanged) run_claimed="$run_claimed $run_number" ;; esac
  done
  # shellcheck disable=SC2086
  run_look $run_claimed
  for run_number in $run_claimed; do
    run_verdict "$run_number"
    [ "$run_kind" = converged ] ||
      run_set "$run_number" failed "a later step undid it${run_why:+: $run_why}"
  done
}

# run_plan: what an apply would do.
run_plan() {
  run_number=0
  while [ "$run_number" -lt "$run_steps" ]; do
    run_number=$((run_number + 1))
    run_step "$run_number"
    if [ -n "$run_skip" ]; then
      run_set "$run_number" skipped "$run_skip"
      continue
    fi
    run_verdict "$run_number"
    run_story=
    if [ "$run_outcome" = would-change ] && [ -n "$run_show" ] && [ -z "$run_secret" ] &&
      run_reach "$run_as"; then
      run_ask "show $run_number"
      run_story=$run_diff
    fi
    run_set "$run_number" "$run_outcome" "$run_why" "$run_story"
  done
}

# run_summary: the last lines; returns what the script ends with.
run_summary() {
  run_words=' ' run_worst=unchanged run_weight=-1 run_counts=
  run_number=0
  while [ "$run_number" -lt "$run_steps" ]; do
    run_number=$((run_number + 1))
    eval "run_outcome=\$run_outcome_$run_number"
    case $run_outcome in
      skipped) run_heavy=0 ;;
      unchanged) run_heavy=1 ;;
      would-change) run_heavy=2 ;;
      changed) run_heavy=3 ;;
      blocked) run_heavy=4 ;;
      *) run_heavy=5 ;;
    esac
    [ "$run_heavy" -lt "$run_weight" ] || run_weight=$run_heavy run_worst=$run_outcome
    case $run_words in
      *" $run_outcome="*)
        run_count=${run_words#*" $run_outcome="}
        run_rest=${run_count#* }
        run_words="${run_words%%" $run_outcome="*} $run_outcome=$((${run_count%% *} + 1)) $run_rest"
        ;;
      *) run_words="$run_words$run_outcome=1 " ;;
    esac
  done
  for run_each in $run_words; do
    run_counts="$run_counts${run_counts:+, }${run_each#*=} ${run_each%=*}"
  done
  run_tag "$run_worst"
  if [ "$run_steps" = 0 ]; then
    say "$run_text no steps"
    say "$run_text $run_machine: no steps"
  else
    say "$run_text $run_machine: $run_counts (of $run_steps steps)"
  fi
  case $run_worst in
    failed | skipped) say '0 of 1 machines came out well' ;;
    *) say '1 of 1 machines came out well' ;;
  esac
  case $run_words in
    *' failed='*) return 1 ;;
    *' blocked='*) [ -z "$run_strict" ] ;;
  esac
}

# run_close: lets the workers end, which gives the locks back, and leaves nothing of ours behind.
run_close() {
  exec 4>&- 5<&-
  wait "$run_user_pid"
  if [ "$run_root" = open ]; then
    exec 6>&- 7<&-
    wait "$run_root_job"
  fi
  rm -rf -- "$run_temp"
}

# run_interrupted: stops what runs; what is done stays.
run_interrupted() {
  trap '' HUP INT TERM PIPE
  if [ -n "$run_user_pid" ]; then
    kill -s TERM "$run_user_pid" 2>/dev/null
    exec 4>&-
    cat <&5 >/dev/null
    wait "$run_user_pid"
  fi
  if [ "$run_root" = open ]; then
    exec 6>&-
    sudo -n kill -s TERM "$run_root_pid" 2>/dev/null ||
      echo "fleet: waiting for what root's shell is doing" >&2
    # shellcheck disable=SC2094
    cat <&7 >/dev/null
    wait "$run_root_job"
  fi
  rm -rf -- "$run_temp"
  echo "fleet: interrupted; what is done stays, and running this again does the rest" >&2
  exit 130
}

# run_facts: whether this is the machine that the script was made for; else says what would mend it.
run_facts() {
  run_os='' run_distro='' run_arch='' run_user='' run_home='' run_uid=''
  while IFS='=' read -r run_name run_value; do
    case $run_name in
      os)
        case $run_value in
          Linux) run_os=linux ;;
          Darwin) run_os=macos run_distro=macos ;;
          *) run_os=$run_value ;;
        esac
        ;;
      arch)
        case $run_value in
          aarch64) run_arch=arm64 ;;
          amd64) run_arch=x86_64 ;;
          *) run_arch=$run_value ;;
        esac
        ;;
      distro) run_distro=$run_value ;;
      user) run_user=$run_value ;;
      home) run_home=$run_value ;;
      uid) run_uid=$run_value ;;
    esac
  done <<FACTS
$(machine_facts)
FACTS
  run_is="$run_os $run_distro $run_arch, user $run_user, home $run_home"
  [ "$run_is" != "$run_for" ] || return 0
  echo "fleet: this script is for $run_for, but here is $run_is; make one with: $run_command --os '$run_os' --distro '$run_distro' --arch '$run_arch' --user '$run_user' --home '$run_home'" >&2
  return 1
}

run_usage() {
  echo "fleet: $1 (options: --dry-run, --strict, --help)" >&2
  exit 2
}

# run_main OPTION...
run_main() {
  run_dry='' run_strict=''
  case ${DRY_RUN-} in
    '' | [Ff][Aa][Ll][Ss][Ee]) ;;
    [Tt][Rr][Uu][Ee]) run_dry=yes ;;
    *) run_usage "DRY_RUN is true or false, not '$DRY_RUN'" ;;
  esac
  for run_option; do
    case $run_option in
      --dry-run) run_dry=yes ;;
      --strict) run_strict=yes ;;
      -h | --help)
        say "Makes $run_playbooks true on $run_machine ($run_for)."
        say "  --dry-run  only show what would change (DRY_RUN=true does the same)"
        say "  --strict   what is blocked counts as failed"
        say "Exit codes: 0 all well, 1 a step failed, 2 bad usage or another machine, 130 interrupted."
        exit 0
        ;;
      *) run_usage "'$run_option' is unknown" ;;
    esac
  done
  run_surroundings
  run_facts || exit 2
  run_escape=$(printf '\033') run_paint=
  [ ! -t 1 ] || [ -n "${NO_COLOR-}" ] || run_paint=yes
  run_root='' run_root_blocked='' run_fresh=' ' run_true=' ' run_anything='' run_refused=''
  run_temp=$(umask 077 && command mktemp -d "${TMPDIR:-/tmp}/fleet.XXXXXXXXXX") || {
    echo "fleet: no temporary folder can be made in ${TMPDIR:-/tmp}; set TMPDIR to one that can be written" >&2
    exit 1
  }
  run_nonce=fleet-${run_temp##*.}
  run_operator=$run_user@$(uname -n)/$$/script
  run_user_pid=''
  trap run_interrupted HUP INT TERM
  trap run_lost PIPE
  run_open_user
  run_all=
  run_number=0
  while [ "$run_number" -lt "$run_steps" ]; do
    run_number=$((run_number + 1))
    run_step "$run_number"
    [ -n "$run_skip" ] || run_all="$run_all $run_number"
  done
  # shellcheck disable=SC2086
  [ -z "$run_all" ] || run_look $run_all
  if [ -n "$run_dry" ]; then run_plan; else run_apply; fi
  run_close
  run_summary
  exit "$?"
}
