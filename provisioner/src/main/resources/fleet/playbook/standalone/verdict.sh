# What was seen becomes an outcome.

run_state() {
  eval "run_kind=\${run_kind_$1-} run_said=\${run_said_$1-}"
}

# run_look N...: one round for our shell, one for each other that is needed. What is drifted and
# cannot be fixed for want of its account is blocked.
run_look() {
  for run_account in user root console; do
    run_here=
    for run_n; do
      run_step "$run_n"
      run_state "$run_n"
      if [ "$run_reader" = "$run_account" ]; then
        run_here="$run_here $run_n"
        eval "run_kind_$run_n=unknown run_said_$run_n='its check did not end in time'"
      elif [ "$run_kind" = denied ] && [ "$run_as" = "$run_account" ]; then
        run_here="$run_here $run_n"
      fi
    done
    [ -n "$run_here" ] || continue
    if run_reach "$run_account"; then
      run_ask "look$run_here"
    else
      for run_n in $run_here; do
        eval "run_kind_$run_n=blocked run_said_$run_n=\$run_blocked"
      done
    fi
  done
  for run_n; do
    run_step "$run_n"
    run_state "$run_n"
    if [ "$run_kind" = drifted ] && ! run_reach "$run_as"; then
      eval "run_kind_$run_n=blocked run_said_$run_n=\$run_blocked"
    fi
    run_fresh="$run_fresh$run_n "
  done
}

# run_shown STATE: sets $run_text to how a state is told.
run_shown() {
  run_printable "$1"
  if [ -n "$run_secret" ]; then run_text=different; else run_text=${run_text:-nothing}; fi
}

# run_verdict N: from what was seen to $run_outcome and $run_why, before anything was done.
run_verdict() {
  run_step "$1"
  run_state "$1"
  run_why=$run_said
  case $run_kind in
    converged) run_outcome=unchanged run_why= ;;
    drifted)
      run_outcome=would-change
      run_shown "$run_said"
      run_why=$run_text
      if [ -z "$run_fix" ]; then
        run_outcome=failed
        run_shown "$run_wanted"
        run_why="is $run_why, and only a person can make it $run_text"
      fi
      ;;
    denied) run_outcome=blocked run_why='only root can tell' ;;
    blocked) run_outcome=blocked ;;
    na) run_outcome=skipped ;;
    *) run_outcome=failed run_why="unknown: $run_said" ;;
  esac
}

# run_verdict_after N: the same after its fix: what the second look saw counts.
run_verdict_after() {
  run_verdict "$1"
  case $run_kind in
    converged)
      run_outcome=changed
      case $run_true in
        *" $1 "*) run_outcome=unchanged run_why='an earlier step undid it; put back' ;;
      esac
      ;;
    drifted)
      run_seen=$run_why
      run_printable "$run_evidence"
      run_outcome=failed
      case $run_text in
        '!blocked '*) run_outcome=blocked run_why=${run_text#'!blocked '} ;;
        *)
          case $run_fixed in
            late) run_why="did not end within $run_limit s${run_text:+: $run_text}" ;;
            0) run_why="its fix ran, yet it is $run_seen${run_text:+: $run_text}" ;;
            *) run_why="its fix ended with $run_fixed${run_text:+: $run_text}" ;;
          esac
          ;;
      esac
      ;;
  esac
}
