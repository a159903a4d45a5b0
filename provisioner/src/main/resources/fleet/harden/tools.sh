# What developers rely on, tried on the machine: each prints "works", "fails WHY" or "absent WHY". It
# wants what guard.sh knows.

# tool_names: whether any public name has an address.
tool_names() {
  if [ -n "$(guard_found github.com deb.debian.org apple.com)" ]; then
    say works
  else
    say 'fails no address of github.com is found'
  fi
}

tool_tailnet_names() {
  command -v tailscale >/dev/null 2>&1 || { say 'absent there is no Tailscale'; return; }
  tool_name=$(guard_within 10 tailscale status --json 2>/dev/null | sed -n 's/.*"DNSName": *"\([^"]*\)\.".*/\1/p' | head -n 1)
  [ -n "$tool_name" ] || { say 'absent Tailscale has no name for this machine'; return; }
  if [ -n "$(guard_found "$tool_name")" ]; then
    say works
  else
    say "fails no address of $tool_name is found"
  fi
}

tool_docker() {
  command -v docker >/dev/null 2>&1 || { say 'absent there is no docker'; return; }
  tool_said=$(guard_within 20 docker info 2>&1 >/dev/null) || {
    say "fails docker info: ${tool_said%%"$nl"*}"
    return
  }
  tool_forward=1
  { read -r tool_forward </proc/sys/net/ipv4/ip_forward; } 2>/dev/null
  if [ "$tool_forward" = 1 ]; then say works; else say 'fails net.ipv4.ip_forward is 0'; fi
}

# tool_files: one process opens 2,000 files. POSIX lacks -S and -H, and every sh has them.
# shellcheck disable=SC3045
tool_files() {
  ulimit -Sn 2100 2>/dev/null || ulimit -Sn "$(ulimit -Hn)" 2>/dev/null
  set --
  tool_count=0
  while [ "$tool_count" -lt 100 ]; do
    set -- "$@" /dev/null
    tool_count=$((tool_count + 1))
  done
  set -- "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@"
  if tool_said=$(tee "$@" </dev/null 2>&1); then
    say works
  else
    say "fails ${tool_said%%"$nl"*} (the limit is $(ulimit -Hn))"
  fi
}

# tool_repository: prints a new empty repository.
tool_repository() {
  command -v git >/dev/null 2>&1 || return 1
  tool_folder=$(mktemp -d) && git init -q --bare "$tool_folder" >/dev/null 2>&1 && say "$tool_folder"
}
