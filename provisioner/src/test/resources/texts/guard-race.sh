# Of a confirmation and an undo that come at the same moment, one wins, in each of many rounds.
state_open || exit
cat >"$root/confirms" <<'ONE'
guard_init() { guard_init=none; }
guard_disarm() { :; }
until [ -e "$root/go" ]; do :; done
guard_confirm && say confirmed >>"$root/won"
:
ONE
cat >"$root/fires" <<'OTHER'
guard_init() { guard_init=none; }
guard_disarm() { :; }
guard_undo() { say undone >>"$root/won"; }
until [ -e "$root/go" ]; do :; done
guard_main
:
OTHER
round=0
while [ "$round" -lt 12 ]; do
  round=$((round + 1))
  rm -rf "$root/go" "$root/won" "$guard"
  mkdir "$guard" && guard_boot >"$guard/boot" && : >"$guard/armed"
  "$new_shell" "$root/confirms" &
  "$new_shell" "$root/fires" &
  : >"$root/go"
  wait
  is 1 "$(wc -l <"$root/won" | tr -d ' ')"
done
