cat >"$root/taker" <<'TAKER'
lock_take "$2" "$3" "$4" "$5"
say "$fleet_locked"
TAKER
other() { "$new_shell" "$root/taker" "$@"; }
lock_take a@b/1/run boot 600 || exit
is yes "$fleet_locked"
# We may take it again, for longer; another may not.
lock_take a@b/1/run boot 900 || exit
is "held by a@b/1/run${nl}no" "$(other c@d boot 600)"
# It is gone with another boot, with its time, or by force.
is yes "$(other c@d boot2 600)"
rm "$fleet_state/lock"
lock_take a@b boot 0 || exit
is yes "$(other c@d boot 600)"
rm "$fleet_state/lock"
# Who is taken over by force has no operator: what it still does is ended, with all that it began.
cat >"$root/holder" <<'HOLDER'
say "$$ boot 9999999999 a@b/1/run" >"$fleet_state/lock"
sleep 33
say late >"$fleet_state/late"
HOLDER
("$new_shell" "$root/holder" >/dev/null 2>&1 &)
until [ -s "$fleet_state/lock" ]; do sleep 0.1; done
lock_read "$fleet_state/lock"
is "held by a@b/1/run${nl}no" "$(other c@d boot 600)"
is yes "$(other c@d boot 600 force)"
is '' "$(ps -A -o ppid= -o args= 2>/dev/null | grep "^ *$lock_pid .*[s]leep 33")"
rm "$fleet_state/lock"
# That holder ended with its shell.
lock_take a@b boot 600 || exit
lock_drop
[ ! -e "$fleet_state/lock" ] || exit
lock_drop || exit
# Not ours: it stays.
say "1 boot 9999999999 init" >"$fleet_state/lock"
lock_drop
[ -e "$fleet_state/lock" ] || exit
# What a crash left empty, or broken, holds nobody up.
: >"$fleet_state/lock"
lock_take a@b boot 600 || exit
say 'garbage' >"$fleet_state/lock"
lock_take a@b boot 600 || exit
# A taker that died while it took over holds nobody up either.
say '99999999 boot 9999999999 dead' >"$fleet_state/lock"
say '99999998 boot 9999999999 dead' >"$fleet_state/.claim"
lock_take a@b boot 600 || exit
say 'x/../y boot 9/9 z' >"$fleet_state/lock"
lock_take a@b boot 600 || exit
is '' "$(find "$fleet_state" -name '.lock*' -o -name '.claim')"
