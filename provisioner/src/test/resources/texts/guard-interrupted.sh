# needs root: an undo that broke off is done again, and a confirmed change is left alone.
cd "$root" || exit
guard_init() { guard_init=none; }
guard_disarm() { say disarmed >>disarmed; }
guard_tables_back() { :; }
lock_take op boot 60 >/dev/null && mkdir -p "$guard/ledger" || exit
guard_boot >"$guard/boot" && : >"$guard/armed" && echo 9 >"$guard/seconds" && : >"$guard/running"
printf 'old\n' >file
guard_begin 99999999 '' '' key id title prior : "$root/file" || exit
printf 'new\n' >file
mv "$guard/busy" "$guard/fired" && : >"$guard/result.new"
say another-boot >"$guard/boot"
guard_main || exit
is old "$(cat file)"
is restart "$(cat "$guard/result")"
is disarmed "$(cat disarmed)"

guard_close && mkdir -p "$guard/ledger" && guard_boot >"$guard/boot" && : >"$guard/armed" && echo 9 >"$guard/seconds"
guard_begin 99999999 '' '' key id title prior : "$root/file" || exit
printf 'new\n' >file
mv "$guard/busy" "$guard/confirmed"
guard_main || exit
is new "$(cat file)"
[ ! -e "$guard/result" ] || exit
