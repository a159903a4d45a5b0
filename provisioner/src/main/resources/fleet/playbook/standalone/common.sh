# The engine of a compiled script: what the fleet command does over a connection, done here. One
# shell conducts and prints; a worker for each account (ours, and root's behind one sudo) looks and
# fixes. They talk in lines over fifos, and a worker's lines about the work begin with $run_nonce.

# run_surroundings: the locale and the path that every check and fix may count on.
run_surroundings() {
  LC_ALL=C
  export LC_ALL
  run_before=
  for run_dir in "$HOME/.local/bin" "$HOME/.npm-global/bin" /opt/homebrew/bin /usr/local/bin; do
    if [ ! -O / ] || [ -O "$run_dir" ]; then
      case ":$PATH:" in *":$run_dir:"*) ;; *) run_before=$run_before$run_dir: ;; esac
    fi
  done
  PATH=$run_before${PATH:-/usr/bin:/bin}
  for run_dir in /usr/sbin /sbin /usr/bin /bin; do
    case ":$PATH:" in *":$run_dir:"*) ;; *) PATH=$PATH:$run_dir ;; esac
  done
  export PATH
}

# run_step N: sets what the step is.
run_step() {
  run_title='' run_skip='' run_key='' run_wanted='' run_as=user run_reader=user run_gathers='' run_show='' run_fix=''
  run_limit=600 run_secret=''
  "step_$1"
  run_key=${run_key:-$run_title}
}

# run_strip TEXT: sets $run_text to it without white space around it.
run_strip() {
  run_text=${1#"${1%%[![:space:]]*}"}
  run_text=${run_text%"${run_text##*[![:space:]]}"}
}

# run_printable TEXT: sets $run_text to one line of at most 300 printable characters.
run_printable() {
  run_text=$1
  if [ "${#run_text}" -gt 300 ]; then
    run_text=$(printf '%s' "$run_text" | tr '\n' ' ' | awk '
      BEGIN { for (i = 128; i < 192; i++) inside[sprintf("%c", i)] }
      {
        for (i = 1; i <= length($0); i++) {
          c = substr($0, i, 1)
          if (!(c in inside) && ++count > 300) break
          text = text c
        }
        print text
      }')
  fi
  case $run_text in *[[:cntrl:]]*) run_text=$(printf '%s' "$run_text" | tr '[:cntrl:]' ' ') ;; esac
  run_strip "$run_text"
}

# run_mask SECRET: takes it out of $run_text.
run_mask() {
  run_masked=
  while :; do
    case $run_text in
      *"$1"*)
        run_masked=$run_masked${run_text%%"$1"*}'***'
        run_text=${run_text#*"$1"}
        ;;
      *) break ;;
    esac
  done
  run_text=$run_masked$run_text
}
