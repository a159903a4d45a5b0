package fleet.playbook.kind;

/**
 * Packages of Arch. Lists are fetched only where there are none: newer lists under older packages
 * are a partial upgrade, which Arch does not support (wiki, System maintenance).
 */
final class PacmanPackages {
  static final String LIBRARY =
      """
      package_seen() {
        package_missing=
        package_table=$nl
        while IFS=' ' read -r package_name package_version; do
          package_table=$package_table$package_name$tab'installed '$package_version$nl
        done <<SEEN
      $(pacman -Q -- "$@" 2>/dev/null)
      SEEN
      }

      package_pacman() {
        package_tries=120
        until package_run pacman --noconfirm --noprogressbar "$@"; do
          package_said 'unable to lock database' && [ "$package_tries" -gt 0 ] || return 1
          package_tries=$((package_tries - 1))
          sleep 5
        done
      }

      package_install() {
        package_pacman -S --needed -- "$@" && return 0
        if package_said 'database file for .* does not exist'; then
          package_pacman -Sy --needed -- "$@" && return 0
        fi
        package_why=$(sed -n "s/^error: target not found: \\(.*\\)/no package '\\1' in pacman's lists/p" "$package_log" | head -n 1)
        if [ -n "$package_why" ]; then
          :
        elif package_said '404'; then
          package_why='!blocked the lists are too old, and Arch wants no partial upgrade: run pacman -Syu'
        elif package_said 'unable to lock database'; then
          package_why="!blocked another program holds pacman's lock (/var/lib/pacman/db.lck)"
        elif package_said 'Could not resolve host' || package_said 'failed retrieving file'; then
          package_why='!blocked pacman cannot reach its mirrors'
        else
          package_why=$(sed -n 's/^error: //p' "$package_log" | head -n 1)
        fi
        say "${package_why:-pacman failed}"
        return 1
      }

      # package_remove: pacman refuses by itself what others need.
      package_remove() {
        pacman --noconfirm -R -- "$1" || { say "left: package $1 stays: others need it now"; return 1; }
      }
      """;

  private PacmanPackages() {}
}
