# needs root: it follows its own symlinks, and no one else's.
cd "$root" || exit
printf 'x\n' >file
ln -s file mine
ln -s file theirs
chown -h 65534 theirs
follow "$root/mine" || exit
is "$root/file" "$resolved"
fails follow "$root/theirs"
is "a symlink of another user is in the way: $root/theirs" "$(follow "$root/theirs")"
