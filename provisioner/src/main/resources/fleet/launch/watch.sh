# The watch beside the supervisor: signs of life, beats, budgets. It goes on if the supervisor is killed.

# signed: notes the agent's own sign of life, once: a whole event of those that print JSON, any
# output of others.
signed() {
  if [ -e accepted ] && ! happened PROMPT-ACCEPTED; then event PROMPT-ACCEPTED ''; fi
  happened CONFIRMED && return 0
  get sign
  for signed_log in log.1 log; do
    [ -s "$signed_log" ] || continue
    case $got in
      event) signed_line=$(head -c 65536 "$signed_log" | sed -n '/^{.*"type" *:.*} *$/{p;q;}' | head -c 300) ;;
      *) signed_line=$(head -c 300 "$signed_log" | tr -d '\000-\037' | head -c 100) ;;
    esac
    if [ -n "$signed_line" ]; then
      event CONFIRMED ''
      return 0
    fi
  done
  return 1
}

# rewatch: the session in $dir gets another watch, if its own was killed.
rewatch() {
  lives "$dir/agent" && ! lives "$dir/watcher" || return 0
  state
  [ -e "$dir/watcher" ] || [ $(($(date +%s) - since)) -gt 5 ] || return 0
  (trap '' HUP; exec /bin/sh "$0" watch "$id") </dev/null >/dev/null 2>&1 &
}

# watch ID
watch() {
  place "$1" && cd "$dir" && ! lives watcher || return 0
  mark $$ watcher
  get patience; patience=$got
  get started; started=$got
  watch_beat=0 watch_seen=0
  figures_at=0 figures_errors=0 figures_repeats=0 figures_news=$started
  while [ -d "$sessions/doing/$id" ]; do
    watch_now=$(date +%s)
    if signed; then
      watch_nap=1
    else
      watch_nap=0.1
      if [ "$((watch_now - started))" -ge "$patience" ] && ! happened UNCONFIRMED; then
        event UNCONFIRMED "no sign of life within $patience s"
      fi
    fi
    if [ "$((watch_now - watch_beat))" -ge 5 ]; then
      watch_beat=$watch_now
      put beat "$watch_now"
    fi
    if [ "$((watch_now - watch_seen))" -ge 2 ]; then
      watch_seen=$watch_now
      remember
      if ! within; then
        blocked
        stop "$id" "budget: $why" >/dev/null
        return
      fi
    fi
    if ! lives supervisor && ! lives agent; then
      nap 1
      end_all
      finish LOST 'its supervisor was killed'
      return
    fi
    nap "$watch_nap"
  done
}
