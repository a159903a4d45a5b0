# What somebody changed since is named and stays; what was never changed is no trouble.
cd "$root" || exit
printf original >file
ledger_begin file title prior restore_all "$root/file" || exit
ledger_end
ledger_undo "$fleet_entry" || exit
ledger_begin file title prior restore_all "$root/file" || exit
printf ours | put "$root/file" && ledger_end
printf theirs >file
is "left: $root/file was changed since" "$(ledger_undo "$fleet_entry")"
fails ledger_undo "$fleet_entry"
is theirs "$(cat file)"
ledger_find file || exit
# Another mode is another file.
printf ours >file
chmod 0600 file
fails ledger_undo "$fleet_entry"
chmod 0644 file
ledger_undo "$fleet_entry" || exit
is original "$(cat file)"
