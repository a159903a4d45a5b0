package fleet.playbook.kind;

/**
 * Packages of Alpine. {@code apk list -I} prints {@code name-version-rN arch {origin} (licence)}.
 */
final class ApkPackages {
  static final String LIBRARY =
      """
      package_seen() {
        package_missing=
        package_table=$nl
        while IFS=' ' read -r package_name _; do
          package_version=${package_name%-r*}
          package_version=${package_version##*-}
          package_name=${package_name%-"$package_version"-r*}
          package_table=$package_table$package_name$tab'installed '$package_version$nl
        done <<SEEN
      $(apk list -I -- "$@" 2>/dev/null)
      SEEN
      }

      package_install() {
        package_run apk add --no-progress --wait 600 -- "$@" && return 0
        package_run apk update --wait 600 &&
          package_run apk add --no-progress --wait 600 -- "$@" && return 0
        package_why=$(sed -n "s/^ *\\([^ ]*\\) (no such package).*/no package '\\1' in apk's lists/p" "$package_log" | head -n 1)
        if [ -n "$package_why" ]; then
          :
        elif package_said 'temporary error' || package_said 'DNS' || package_said 'network'; then
          package_why='!blocked apk cannot reach its mirrors'
        else
          package_why=$(sed -n 's/^ERROR: //p' "$package_log" | head -n 1)
        fi
        say "${package_why:-apk failed}"
        return 1
      }

      # package_remove: apk keeps by itself what others need, and exits 0.
      package_remove() {
        apk del --no-progress -- "$1" && ! apk info -e -- "$1" >/dev/null 2>&1 && return 0
        say "left: package $1 stays: others need it now"
        return 1
      }
      """;

  private ApkPackages() {}
}
