# A run that died between its fix and its note can still be undone.
cd "$root" || exit
printf original >file
ledger_begin file title prior restore_all "$root/file" "$root/deep/new" || exit
printf ours | put "$root/file" || exit
printf ours | put "$root/deep/new" || exit
ledger_undo "$fleet_entry" || exit
is original "$(cat file)"
[ ! -e deep ] || exit
