package fleet.playbook.kind;

/**
 * Formulae and casks of Homebrew, seen in its own folders: {@code brew list} takes half a second.
 * It runs as the user and never as root; what a cask wants root for goes through {@code
 * SUDO_ASKPASS}.
 */
final class BrewPackages {
  static final String LIBRARY =
      """
      # package_brew_find: sets $package_brew; a login by ssh has no Homebrew on its PATH.
      package_brew_find() {
        package_brew=$(command -v brew 2>/dev/null)
        for package_each in /opt/homebrew/bin/brew /usr/local/bin/brew /home/linuxbrew/.linuxbrew/bin/brew; do
          [ -n "$package_brew" ] || [ ! -x "$package_each" ] || package_brew=$package_each
        done
        [ -n "$package_brew" ]
      }

      # package_seen NAME...: a formula is there when opt/ links to it; a cask has .metadata.
      package_seen() {
        package_table=$nl
        package_missing=
        package_brew_find || { package_missing='Homebrew is missing'; return 0; }
        package_prefix=${package_brew%/bin/brew}
        [ -d "$package_prefix/Cellar" ] || [ -d "$package_prefix/Caskroom" ] ||
          package_prefix=$("$package_brew" --prefix 2>/dev/null)
        for package_name; do
          package_short=${package_name##*/}
          if [ -d "$package_prefix/opt/$package_short/" ]; then
            package_version=$(readlink -- "$package_prefix/opt/$package_short")
          elif [ -d "$package_prefix/Caskroom/$package_short/.metadata" ]; then
            package_version=
            for package_each in "$package_prefix/Caskroom/$package_short"/[0-9]*; do
              [ ! -d "$package_each" ] || package_version=$package_each
            done
          else
            continue
          fi
          package_table=$package_table$package_name$tab'installed '${package_version##*/}$nl
        done
      }

      package_install() {
        package_brew_find || { say 'Homebrew is missing (https://brew.sh)'; return 1; }
        if am_root || [ "$(id -u)" = 0 ]; then
          say '!blocked Homebrew refuses root: take sudo away from this step'
          return 1
        fi
        export NONINTERACTIVE=1 HOMEBREW_NO_AUTO_UPDATE=1 HOMEBREW_NO_ANALYTICS=1 HOMEBREW_NO_ENV_HINTS=1 HOMEBREW_NO_INSTALL_CLEANUP=1
        package_seen "$@"
        package_verb=install
        for package_name; do
          ! lookup "$package_table" "$package_name" || package_verb=upgrade
        done
        package_run "$package_brew" "$package_verb" "$@" && return 0
        if package_said 'No available formula' || package_said 'No formulae or casks found' || package_said ' 404'; then
          package_run env -u HOMEBREW_NO_AUTO_UPDATE "$package_brew" update --quiet &&
            package_run "$package_brew" "$package_verb" "$@" && return 0
        fi
        package_why=$(sed -n "s/^.*No available formula or cask with the name [\\"']\\([^\\"']*\\).*/no package '\\1' in Homebrew/p
          s/^.*No formulae or casks found for \\([^ ]*\\)\\.$/no package '\\1' in Homebrew/p" "$package_log" | head -n 1)
        if [ -n "$package_why" ]; then
          :
        elif package_said 'a terminal is required' || package_said 'a password is required'; then
          package_why='!blocked it wants a sudo password: set SUDO_ASKPASS, or install it at the machine'
        elif package_said 'already locked' || package_said 'another active Homebrew'; then
          package_why='!blocked another run of Homebrew is active'
        elif package_said 'Could not resolve host' || package_said 'Failed to connect'; then
          package_why='!blocked Homebrew cannot reach its servers'
        else
          package_why=$(sed -n 's/^Error: //p' "$package_log" | head -n 1)
        fi
        say "${package_why:-brew failed}"
        return 1
      }

      # package_remove: brew refuses by itself what others need.
      package_remove() {
        package_brew_find || return 0
        HOMEBREW_NO_AUTO_UPDATE=1 "$package_brew" uninstall "$1" ||
          { say "left: package $1 stays: others need it now"; return 1; }
      }
      """;

  private BrewPackages() {}
}
