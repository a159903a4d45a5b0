cd "$root" || exit
mkdir real
printf 'x\n' >real/file
ln -s real folder
ln -s ../folder/file real/hop
ln -s real/hop link
follow "$root/link" || exit
is "$root/real/../folder/file" "$resolved"
ln -s loop2 loop1
ln -s loop1 loop2
fails follow "$root/loop1"
fails follow "$root/real"
mkfifo fifo
fails follow "$root/fifo"
state_open || exit
ln -s gone/away dangling
edit "$root/dangling" printf '%s' new || exit
is new "$(cat gone/away)"
