# What fails changes nothing; an absent file is an empty one.
cd "$root" || exit
state_open || exit
printf 'a\nb' >file
chmod 0440 file
half() {
  cat
  return 1
}
fails edit "$root/file" half
more() {
  cat
  printf '%s' "$1"
}
edit "$root/file" more 'it'\''s %s \n' || exit
printf 'a\nbit'\''s %%s \\n' >wanted
cmp wanted file || exit
mode_of "$root/file"
is 0440 "$octal"
edit "$root/new/file" more x || exit
is x "$(cat new/file)"
is '' "$(ls -A "$fleet_state" | grep edit)"
