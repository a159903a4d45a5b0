# What a machine says of itself, as name=value lines; a process only where builtins will not do.
facts() {
  if { read -r facts_arch </proc/sys/kernel/arch; } 2>/dev/null; then # Linux 6.1 and newer
    read -r facts_node </proc/sys/kernel/hostname
    set -- Linux "$facts_node" "$facts_arch"
  else
    # shellcheck disable=SC2046
    set -- $(uname -s -m -n)
  fi
  # uname prints system, node, machine whatever the order of its flags.
  printf 'os=%s\nhostname=%s\narch=%s\n' "$1" "$2" "$3"
  printf 'user=%s\nhome=%s\nshell=%s\n' "${LOGNAME:-$(id -un)}" "$HOME" "${SHELL:-}"
  if [ "$1" = Darwin ]; then
    printf 'version=%s\n' "$(sw_vers -productVersion)"
    printf 'boot=%s\n' "$(sysctl -n kern.bootsessionuuid 2>/dev/null)"
  else
    while IFS='=' read -r facts_name facts_value; do
      facts_value=${facts_value#[\"\']}
      facts_value=${facts_value%[\"\']}
      case $facts_name in
        ID) printf 'distro=%s\n' "$facts_value" ;;
        VERSION_ID) printf 'version=%s\n' "$facts_value" ;;
      esac
    done </etc/os-release
    read -r facts_value </proc/sys/kernel/random/boot_id && printf 'boot=%s\n' "$facts_value"
  fi
  for facts_value in apt-get:apt dnf:dnf pacman:pacman apk:apk /opt/homebrew/bin/brew:brew /usr/local/bin/brew:brew brew:brew; do
    if command -v "${facts_value%:*}" >/dev/null 2>&1; then
      printf 'manager=%s\n' "${facts_value#*:}"
      break
    fi
  done
  command -v sudo >/dev/null 2>&1 && printf 'sudo=yes\n'
  while read -r facts_name facts_value _; do
    [ "$facts_name" != Uid: ] || { printf 'uid=%s\n' "$facts_value" && return; }
  done </proc/self/status
  printf 'uid=%s\n' "$(id -u)"
}
# All in one write, which is one packet.
printf '%s\n' "$(facts 2>/dev/null)"
