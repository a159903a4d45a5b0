# Looks and changes nothing. $agent is a program's name, $key that of the request, $script where the
# sh of sessions would lie.
sessions=$HOME/.local/state/fleet/sessions
printf 'home\t%s\n' "$HOME"
for look_tool in tmux git; do
  if command -v "$look_tool" >/dev/null; then printf 'tool\t%s\n' "$look_tool"; fi
done
case $agent in
  \~/*) agent=$HOME/${agent#??} ;;
esac
if look_path=$(command -v "$agent"); then printf 'agent\t%s\n' "$look_path"; fi
look_state=$HOME/.local/state/fleet
[ -d "$look_state" ] || look_state=$HOME
df -Pk "$HOME" "$look_state" 2>/dev/null |
  awk 'NR > 1 && (!seen || $(NF - 2) + 0 < least) { least = $(NF - 2) + 0; seen = 1 } END { if (seen) printf "free\t%.0f\n", least }'
look_boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.bootsessionuuid 2>/dev/null)
look_taken=0
for look_each in "$sessions"/doing/*/admitted; do
  for look_file in "${look_each%/*}/supervisor" "${look_each%/*}/agent"; do
    if { IFS=' ' read -r look_pid look_rest <"$look_file"; } 2>/dev/null &&
      [ "${look_rest#* }" = "$look_boot" ] && kill -0 "$look_pid" 2>/dev/null; then
      look_taken=$((look_taken + 1))
      break
    fi
  done
done
printf 'taken\t%s\n' "$look_taken"
set --
for look_each in "$HOME"/dev/*/.git/config "$HOME"/dev/*/*/.git/config "$HOME"/dev/*/*/*/.git/config; do
  if [ -f "$look_each" ] && [ -r "$look_each" ]; then set -- "$@" "$look_each"; fi
done
if [ $# -gt 0 ]; then
  # As it is written: git would tell it rewritten by insteadOf.
  awk '
    /^[ \t]*\[/ { origin = ($0 ~ /^[ \t]*\[remote "origin"\]/) }
    origin && /^[ \t]*url[ \t]*=/ {
      url = $0; sub(/^[^=]*=[ \t]*/, "", url); gsub(/^"|"$/, "", url)
      path = FILENAME; sub(/\/\.git\/config$/, "", path)
      if (!(path in seen)) print "clone\t" path "\t" url
      seen[path]
    }' "$@"
fi
if [ -f "$script" ]; then printf 'script\n'; fi
if [ -r "$HOME/.infisical-ua" ]; then printf 'identity\n'; fi
if [ -n "$key" ] && [ -f "$sessions/keys/$key" ]; then printf 'known\n'; fi
