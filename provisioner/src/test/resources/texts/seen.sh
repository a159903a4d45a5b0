# Odd names cost a process each and confuse nobody.
cd "$root" || exit
set -- 'plain' '-dash' ' lead' 'trail ' 'two  spaces' 'ünï ☃' 'back\slash' "quo'te" 'a -> b' '*' '$(id)' '%s' 'tab	tab'
for name; do
  printf '%s' "$name" >"./$name"
done
chmod 0604 ./*
files_seen "$root/none" "$root/plain" "$root/-dash" "$root/ lead" "$root/trail " "$root/two  spaces" "$root/ünï ☃" \
  "$root/back\\slash" "$root/quo'te" "$root/a -> b" "$root/*" "$root/\$(id)" "$root/%s" "$root/tab	tab"
for name; do
  lookup "$files" "$root/$name" || { say "not seen: $name"; exit 1; }
  is -rw----r-- "${found%% *}"
done
fails lookup "$files" "$root/none"
for name; do
  wanted=$(sha256sum <"./$name")
  is "${wanted%% *}  $root/$name" "$(digest "$root/$name")"
done
is 13 "$(digest "$root"/* | wc -l | tr -d ' ')"
is 2 "$(digest "$root/plain" "$root/none" "$root/-dash" | wc -l | tr -d ' ')"
