# needs root: a fix that is at work when the time is up is ended, and none begins after that.
cd "$root" || exit
guard_init() { guard_init=none; }
guard_disarm() { :; }
guard_tables_back() { :; }
cat >"$root/works" <<'WORK'
lock_take op boot 60 >/dev/null && mkdir -p "$guard/ledger" || exit
guard_boot >"$guard/boot" && : >"$guard/armed" && : >"$guard/running" && echo 9 >"$guard/seconds"
guard_begin '' '' '' key id title prior : "$root/file" || exit
echo half >"$root/file"
(sleep 2; echo late >"$root/file") || exit
echo later >"$root/file"
WORK
printf 'old\n' >file
"$new_shell" "$root/works" &
worker=$!
until [ "$(cat file)" = half ]; do sleep 0.02 2>/dev/null || sleep 1; done
guard_main || exit
is old "$(cat file)"
fails kill -0 "$worker"
is "the 9 s in which it can be confirmed are over" "$(guard_begin '' '' '' key two title prior : "$root/file")"
is "the 9 s in which it can be confirmed are over" "$(guard_rest)"
sleep 3
is old "$(cat file)"
