# The conductor opens its workers, asks them and reads their answers.

# run_reach ACCOUNT: opens its worker when it is first needed and sets the numbers of its fifos, or
# sets $run_blocked and fails.
run_reach() {
  case $1 in
    user) run_to=4 run_from=5 ;;
    root)
      if [ "$run_uid" = 0 ]; then
        run_to=4 run_from=5
        return 0
      fi
      [ -n "$run_root" ] || run_open_root
      run_to=6 run_from=7
      run_blocked=$run_root_blocked
      [ "$run_root" = open ]
      ;;
    console)
      run_to=4 run_from=5
      run_blocked="$run_machine is not a Mac"
      [ "$run_os" = macos ] || return 1
      run_blocked="$run_user is not at the console of $run_machine"
      # shellcheck disable=SC2046
      set -- $(ls -ld /dev/console 2>/dev/null)
      [ "${3-}" = "$run_user" ]
      ;;
  esac
}

run_open_user() {
  mkfifo "$run_temp/ask" "$run_temp/answer" || exit 1
  run_work "$([ "$run_uid" = 0 ] && echo root || echo user)" \
    <"$run_temp/ask" >"$run_temp/answer" 2>/dev/null &
  run_user_pid=$!
  exec 4>"$run_temp/ask" 5<"$run_temp/answer"
  rm -f -- "$run_temp/ask" "$run_temp/answer"
}

run_open_root() {
  run_root=blocked
  run_root_blocked="no sudo for $run_user on $run_machine"
  command -v sudo >/dev/null 2>&1 || {
    run_root_blocked="$run_root_blocked: sudo is not installed"
    return
  }
  run_start_root || {
    # sudo itself asks, on the terminal and not on our standard input.
    # shellcheck disable=SC2024
    if [ -t 2 ] && (: </dev/tty) 2>/dev/null && sudo -v </dev/tty; then
      run_start_root
    fi
  }
}

run_start_root() {
  mkfifo "$run_temp/ask" "$run_temp/answer" || exit 1
  # The text comes only after the ready mark: whatever sudo may read before is not it.
  # shellcheck disable=SC2016,SC2024
  env LC_ALL=C sudo -n -H sh -c 'printf "%s ready %s\n" "$2" "$$"
    eval "$(head -c "$1")"
    run_nonce=$2 run_operator=$3
    run_surroundings
    run_work root' sh "$run_bytes" "$run_nonce" "$run_operator" \
    <"$run_temp/ask" >"$run_temp/answer" 2>"$run_temp/said" 4>&- 5<&- &
  run_root_job=$!
  exec 6>"$run_temp/ask" 7<"$run_temp/answer"
  rm -f -- "$run_temp/ask" "$run_temp/answer"
  run_root_pid=
  while IFS= read -r run_line <&7; do
    case $run_line in
      "$run_nonce ready "*)
        run_root_pid=${run_line##* }
        break
        ;;
    esac
  done
  if [ -n "$run_root_pid" ]; then
    run_root=open
    run_body >&6
    return 0
  fi
  wait "$run_root_job"
  exec 6>&- 7<&-
  run_last_line <"$run_temp/said"
  case $run_last in
    *'password is required'*) run_last='sudo wants a password and there is nobody to ask: run it on a terminal' ;;
  esac
  run_root_blocked="no sudo for $run_user on $run_machine: $run_last"
  return 1
}

# run_ask WORDS: asks the worker that was reached, and takes in its whole answer: states into
# $run_kind_N and $run_said_N, a fix's story into $run_locked, $run_fixed, $run_evidence, $run_diff.
run_ask() {
  run_locked=0 run_fixed=0 run_evidence='' run_diff='' run_about='' run_out=''
  printf '%s\n' "$*" >&"$run_to"
  while IFS= read -r run_line <&"$run_from"; do
    case $run_line in
      "$run_nonce done") return 0 ;;
      "$run_nonce out "*) run_live "${run_line#"$run_nonce out "}" ;;
      "$run_nonce diff "*) run_diff=$run_diff${run_line#"$run_nonce diff "}$nl ;;
      "$run_nonce lock "*)
        run_line=${run_line#"$run_nonce lock "}
        run_locked=${run_line%% *} run_evidence=${run_line#* }
        ;;
      "$run_nonce fix "*)
        run_line=${run_line#"$run_nonce fix "}
        run_fixed=${run_line%% *} run_evidence=${run_line#* }
        ;;
      "$run_nonce + "*) run_about=${run_line##* } run_out='' ;;
      "$run_nonce - "*)
        run_line=${run_line#"$run_nonce - "}
        run_read "$run_about" "$run_out" "${run_line%% *}" "${run_line#* }"
        run_about=
        ;;
      *) [ -z "$run_about" ] || run_out=$run_out$run_line$nl ;;
    esac
  done
  run_lost
}

run_lost() {
  trap '' PIPE
  echo "fleet: a shell of this script ended before its time; run it again" >&2
  run_close
  exit 1
}

# run_read N OUT STATUS ERROR: what a check's answer means.
run_read() {
  run_step "$1"
  run_strip "$2"
  run_kind=drifted run_said=$run_text
  if [ "$3" = late ]; then
    run_kind=unknown run_said='its check did not end in time'
  else
    case $run_text in
      *"$nl"*) run_kind=unknown run_said="its check printed more than one line: ${run_text%%"$nl"*}" ;;
      "$run_wanted") run_kind=converged ;;
      !*)
        run_said=
        case $run_text in *' '*) run_said=${run_text#* } ;; esac
        case ${run_text%% *} in
          !denied) run_kind=denied ;;
          !blocked) run_kind=blocked ;;
          !manual) run_kind=blocked run_said="by hand: $run_said" ;;
          !pending-reboot) run_kind=blocked run_said="pending reboot: $run_said" ;;
          !na) run_kind=na ;;
          *) run_kind=unknown run_said=${run_said:-$run_text} ;;
        esac
        ;;
      '')
        [ "$3" = 0 ] || run_kind=unknown run_said="its check ended with $3${4:+: $4}"
        ;;
    esac
  fi
  eval "run_kind_$1=\$run_kind run_said_$1=\$run_said"
}

# run_state N: sets $run_kind and $run_said.
