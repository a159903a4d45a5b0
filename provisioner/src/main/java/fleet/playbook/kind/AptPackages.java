package fleet.playbook.kind;

/** Packages of Debian and its kin. Waiting for other runs of apt is its own option (apt 1.9.11). */
final class AptPackages {
  static final String LIBRARY =
      """
      package_seen() {
        package_missing=
        package_table=$nl$(dpkg-query -W -f='${Package}\\t${db:Status-Status} ${Version}\\n' -- "$@" 2>/dev/null)$nl
      }

      package_apt() {
        package_run apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef \\
          -o Dpkg::Options::=--force-confold "$@"
      }

      # package_update: apt has no option that waits for the lists' own lock.
      package_update() {
        package_tries=60
        until package_apt update; do
          package_said 'Could not get lock' && [ "$package_tries" -gt 0 ] || return 1
          package_tries=$((package_tries - 1))
          sleep 5
        done
      }

      # package_lists: whether apt has lists at all, from less than a week ago.
      package_lists() {
        set -- /var/lib/apt/lists/*_Packages*
        [ -e "$1" ] && [ -z "$(find /var/lib/apt/lists/partial -prune -mtime +7 2>/dev/null)" ]
      }

      package_install() {
        command -v apt-get >/dev/null 2>&1 || { say "apt-get is missing"; return 1; }
        export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a APT_LISTCHANGES_FRONTEND=none
        package_fresh=no
        if ! package_lists; then
          package_update
          package_fresh=yes
        fi
        package_apt --no-install-recommends install -- "$@" && return 0
        if package_said 'dpkg --configure -a' || package_said 'dpkg returned an error code'; then
          package_run dpkg --configure -a --force-confdef --force-confold
          package_apt --no-install-recommends install -- "$@" && return 0
        fi
        if [ "$package_fresh" = no ] && ! package_said 'Held packages were changed'; then
          package_update && package_apt --no-install-recommends install -- "$@" && return 0
        fi
        package_reason "$@"
        return 1
      }

      # package_reason NAME...: the one line that counts, last.
      package_reason() {
        package_why=$(sed -n "s/^E: Unable to locate package \\(.*\\)/no package '\\1' in apt's lists/p
          s/^E: Package '\\(.*\\)' has no installation candidate/no package '\\1' in apt's lists/p
          s/^E: Couldn't find any package by .* '\\(.*\\)'$/no package '\\1' in apt's lists/p" "$package_log" | head -n 1)
        if package_said 'Held packages were changed'; then
          package_why="!blocked held back (apt-mark unhold $*)"
        elif package_said 'Could not get lock'; then
          package_why="!blocked another program holds apt's lock"
        elif package_said 'Temporary failure resolving' || package_said 'Could not connect to' || package_said 'Failed to fetch'; then
          package_why=${package_why:-"!blocked apt cannot reach its mirrors"}
        elif package_said 'not enough free space' || package_said 'No space left'; then
          package_why="the disk is full"
        fi
        [ -n "$package_why" ] || package_why=$(sed -n 's/^\\(dpkg: error.*\\)/\\1/p; s/^E: //p' "$package_log" | head -n 1)
        say "${package_why:-apt-get failed}"
      }

      package_remove() {
        export DEBIAN_FRONTEND=noninteractive LC_ALL=C
        package_gone=$(apt-get -s purge -- "$1" 2>/dev/null | grep -c -e '^Purg ' -e '^Remv ')
        package_needed "$1" "$package_gone" && return 1
        package_before=$nl$(package_orphans)$nl
        apt-get -q -y -o DPkg::Lock::Timeout=600 purge -- "$1" || return 1
        package_names=$(package_orphans)
        set --
        for package_name in $package_names; do
          case $package_before in *"$nl$package_name$nl"*) continue ;; esac
          package_newer "$package_name" && set -- "$@" "$package_name"
        done
        [ $# -eq 0 ] || apt-get -q -y -o DPkg::Lock::Timeout=600 purge -- "$@"
      }

      # package_orphans: what was installed for others that are gone; a mere suggestion keeps nothing.
      package_orphans() {
        apt-get -s -o APT::AutoRemove::SuggestsImportant=false autoremove 2>/dev/null | sed -n 's/^Remv \\([^ ]*\\).*/\\1/p'
      }

      # package_newer NAME: whether it came after our first fix; what was there before stays.
      package_newer() {
        [ -n "$(find /var/lib/dpkg/info \\( -name "$1.list" -o -name "$1:*.list" \\) -newer "$fleet_entry/key")" ]
      }
      """;

  private AptPackages() {}
}
