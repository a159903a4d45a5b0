# Neither a FIFO nor a folder hangs or confuses it; a symlink is kept with what it leads to.
cd "$root" || exit
mkfifo fifo
mkdir folder
touch folder/inside
printf original >target
ln -s target link
ln -s nowhere dangling
ledger_begin all title prior restore_all "$root/fifo" "$root/folder" "$root/link" "$root/dangling" "$root/none" || exit
ledger_undo "$fleet_entry" || exit
ledger_begin all title prior restore_all "$root/fifo" "$root/folder" "$root/link" "$root/dangling" "$root/none" || exit
printf x | put "$root/fifo" && printf x | put "$root/link" && printf x | put "$root/dangling" &&
  printf x | put "$root/target" && printf x | put "$root/none" && ledger_end || exit
ledger_undo "$fleet_entry" || exit
[ -p fifo ] && [ -f folder/inside ] && [ ! -e none ] || exit
is target "$(readlink link)"
is nowhere "$(readlink dangling)"
is original "$(cat target)"
is '' "$(find "$root" -name '.fleet.*')"
