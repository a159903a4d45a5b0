# What cannot be kept is not touched, and an earlier entry does not stand for it.
cd "$root" || exit
ledger_begin other title prior 'say undone' || exit
[ -n "$fleet_entry" ] || exit
printf secret >file
chmod 000 file
said=$(ledger_begin file title prior restore_all "$root/file" 2>/dev/null)
is "its original cannot be kept: $root/file" "$said"
ledger_begin file title prior restore_all "$root/file" >/dev/null 2>&1
is '' "$fleet_entry"
