cd "$root" || exit
printf 'a' | put "$root/new/deep/it's a \$(file)" || exit
is a "$(cat "new/deep/it's a \$(file)")"
mode_of "$root/new/deep/it's a \$(file)"
is 0644 "$octal"
# What is there keeps its mode, set-id bits and all, even where we may not write.
for mode in 0644 0600 0444 0755 4755 2750 0640; do
  printf old >kept
  chmod "$mode" kept
  printf 'new text' | put "$root/kept" || exit
  is 'new text' "$(cat kept)"
  mode_of "$root/kept"
  is "$mode" "$octal"
done
printf secret | put "$root/kept" 0600 || exit
mode_of "$root/kept"
is 0600 "$octal"
# A symlink is replaced, also one to a folder; a folder is not.
mkdir folder
ln -s folder link
printf x | put "$root/link" || exit
[ ! -h link ] && [ -z "$(ls folder)" ] || exit
fails put "$root/folder" </dev/null
is '' "$(ls -A folder)"
# A FIFO neither hangs it nor survives.
mkfifo fifo
printf y | put "$root/fifo" || exit
is y "$(cat fifo)"
# A parent that is a file is an error, and nothing of ours stays behind.
fails put "$root/kept/below" </dev/null
is '' "$(find "$root" -name '.fleet.*')"
