cd "$root" || exit
printf 'the original\n' >file
chmod 0640 file
# A dozen entries: numbers with an 8 and a 9 in them are numbers too.
count=0
while [ "$count" -lt 12 ]; do
  ledger_begin "key $count" title prior 'say undone' || exit
  count=$((count + 1))
done
is 12 "$(ls "$fleet_state/ledger" | wc -l | tr -d ' ')"
ledger_find 'key 11' || exit
is 100012 "${fleet_entry##*/}"
fails ledger_find nowhere
is '' "$(ledger_find nowhere; say "$fleet_entry")"
# The first original counts.
ledger_begin file title prior restore_all "$root/file" || exit
first=$fleet_entry
printf 'ours\n' | put "$root/file" && ledger_end
ledger_begin file title later restore_all "$root/file" || exit
is "$first" "$fleet_entry"
is prior "$(cat "$fleet_entry/prior")"
printf 'ours again\n' | put "$root/file" 0600 && ledger_end
mode_of "$fleet_state"
is 0700 "$octal"
ledger_undo "$fleet_entry" || exit
is 'the original' "$(cat file)"
mode_of "$root/file"
is 0640 "$octal"
[ ! -e "$first" ] || exit
