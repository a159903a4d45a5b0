package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.yaml.BadFileException;

/**
 * Version ranges: {@code >=22.12} is at least that, {@code 22} is 22 and whatever follows a dot.
 */
final class Versions {
  static final String LIBRARY =
      """
      # version_fits VERSION RANGE: compares number by number; no range fits all. An epoch in front
      # and what follows the numbers do not count.
      version_fits() {
        [ -n "$2" ] || return 0
        version_have=${1#*:}
        version_have=${version_have#v}
        version_want=${2#>=}
        while [ -n "$version_want" ]; do
          version_a=${version_have%%[!0-9]*}
          version_b=${version_want%%.*}
          if [ "${version_a:-0}" -ne "$version_b" ]; then
            [ "${2#>=}" != "$2" ] && [ "${version_a:-0}" -gt "$version_b" ]
            return
          fi
          version_have=${version_have#"$version_a"}
          case $version_have in .[0-9]*) version_have=${version_have#.} ;; *) version_have= ;; esac
          case $version_want in *.*) version_want=${version_want#*.} ;; *) version_want= ;; esac
        done
      }
      """;

  private Versions() {}

  /** A range, or nothing where the YAML has none. */
  static String range(Arguments in, String name) {
    String range = in.text(name, "");
    if (!range.matches("|(>=)?[0-9]{1,9}(\\.[0-9]{1,9}){0,3}")) {
      throw new BadFileException(
          in.at(name), "'%s' is a version as in '22', '2.1.3' or '>=22.12'".formatted(name));
    }
    return range;
  }
}
