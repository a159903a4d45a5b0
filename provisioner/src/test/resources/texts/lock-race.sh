# Of many who find the same dead holder, one gets the lock, in each of several rounds.
state_open || exit
cat >"$root/racer" <<'RACER'
until [ -e "$root/go" ]; do :; done
lock_take "racer $2" boot 600 >/dev/null && say "$2" >>"$root/won"
: >"$root/tried.$2"
until [ -e "$root/over" ]; do sleep 0.02 2>/dev/null || sleep 1; done
RACER
round=0
while [ "$round" -lt 6 ]; do
  round=$((round + 1))
  rm -f "$root/go" "$root/over" "$root/won" "$root"/tried.*
  say '99999999 boot 9999999999 dead' >"$fleet_state/lock"
  for racer in 1 2 3 4 5; do
    "$new_shell" "$root/racer" "$racer" &
  done
  : >"$root/go"
  until [ -e "$root/tried.1" ] && [ -e "$root/tried.2" ] && [ -e "$root/tried.3" ] &&
    [ -e "$root/tried.4" ] && [ -e "$root/tried.5" ]; do
    sleep 0.02 2>/dev/null || sleep 1
  done
  : >"$root/over"
  wait
  is 1 "$(wc -l <"$root/won" | tr -d ' ')"
done
