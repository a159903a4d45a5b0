package fleet.playbook.kind;

/** Packages of Fedora and its kin, by dnf 4 or 5; dnf itself waits for other runs of it. */
final class DnfPackages {
  static final String LIBRARY =
      """
      package_seen() {
        package_missing=
        package_table=$nl$(rpm -q --qf '%{NAME}\\tinstalled %{VERSION}\\n' -- "$@" 2>/dev/null)$nl
      }

      package_install() {
        package_run dnf -y -q --setopt=install_weak_deps=False install "$@" && return 0
        package_why=$(sed -n "s/^.*No match for argument: *\\([^ ]*\\).*/no package '\\1' in dnf's repositories/p
          s/^.*Unable to find a match: *\\([^ ]*\\).*/no package '\\1' in dnf's repositories/p" "$package_log" | head -n 1)
        if [ -z "$package_why" ]; then
          if package_said 'Failed to download metadata' || package_said 'Curl error' || package_said 'Cannot download'; then
            package_why="!blocked dnf cannot reach its repositories"
          else
            package_why=$(sed -n 's/^Error: *//p; s/^Failed to resolve.*/&/p' "$package_log" | head -n 1)
          fi
        fi
        say "${package_why:-dnf failed}"
        return 1
      }

      package_remove() {
        package_gone=$(rpm -q --whatrequires -- "$1" 2>/dev/null | grep -c -v '^no package')
        package_needed "$1" "$((package_gone + 1))" && return 1
        dnf -y -q remove "$1"
      }
      """;

  private DnfPackages() {}
}
