# needs root: what the guard kept comes back to the time of its last change, whatever was done to it.
cd "$root" || exit
guard_init() { guard_init=none; }
guard_disarm() { :; }
guard_tables_back() { :; }
lock_take op boot 60 >/dev/null && mkdir -p "$guard/ledger" || exit
guard_boot >"$guard/boot" && : >"$guard/armed" && echo 9 >"$guard/seconds" && : >"$guard/running"
mkdir conf theirs && chown 65534 theirs
printf 'one\n' >conf/a && chmod 0640 conf/a && chown 65534:65534 conf/a
printf 'two\n' >conf/b && printf 'keys\n' >theirs/keys && chown 65534:65534 theirs/keys
ln -s a conf/link && mkdir conf/dir && chmod 0711 conf/dir
touch -t 202601020304.05 conf/a conf/b theirs/keys
touch -t 202602020304.05 conf theirs
look() { ls -ldn conf theirs conf/a conf/b conf/dir theirs/keys | cut -d' ' -f1,3- | tr -s ' '; readlink conf/link; cat conf/a conf/b theirs/keys; ls conf; }
before=$(look)

keep() { guard_begin 99999999 '' '' "key $1" "$@" && [ ! -e "$guard/armed" ] && guard_rest; }
keep first title prior : "$root/conf/a" "$root/conf/new" "$root/conf/made" || exit
ledger_begin 'key first' title prior restore_all "$root/conf/a" || exit
printf 'ours\n' >conf/a && printf new >conf/new && mkdir conf/made
keep second title 'was here' 'printf "%s\n" "$prior" >>undone' "$root/conf/a" "$root/conf/b" || exit
rm conf/a && mkdir conf/a && chmod 0777 conf/b
keep third title prior : "$root/conf/link" "$root/conf/dir" "$root/theirs/keys" || exit
ledger_begin 'key third' title prior restore_all "$root/conf/link" || exit
rm conf/link && printf x >conf/link && chmod 0700 conf/dir && : >theirs/keys && chmod 0600 theirs/keys
rmdir conf/a && printf 'a file again\n' >conf/a

guard_main || exit
is "$before" "$(look)"
is "time" "$(cat "$guard/result")"
is 'was here' "$(cat undone)"
# Nothing of it is in the run's ledger, and nothing can be confirmed or begun any more.
is '' "$(ls "$fleet_state/ledger")"
fails guard_confirm
fails keep fourth title prior : "$root/conf/a"

# What cannot be put back is named; an undo that fails at first and works then is not.
guard_close && mkdir -p "$guard/ledger" && guard_boot >"$guard/boot" && : >"$guard/armed" && echo 9 >"$guard/seconds" && : >"$guard/running"
keep file title prior : "$root/conf/b" || exit
printf changed >conf/b
keep undo title prior 'grep -q two conf/b' || exit
keep broken 'a broken one' prior 'say some words; false' || exit
: >"$guard/now"
guard_main || exit
is 'asked
the undo of a broken one ended with 1: some words' "$(cat "$guard/result")"
is two "$(cat conf/b)"
