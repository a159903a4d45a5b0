package fleet.probe;

/**
 * A piece of a probe's script: many questions at the same time, and one that hangs costs its own
 * answer alone.
 *
 * <p>Nothing waits for a process, because one that sits in a dead mount cannot even be killed: the
 * reader goes on as soon as all have answered, or at the end of their time. Whoever asks too long
 * is killed with all that it started, where it can be.
 */
public final class AtOnce {
  /**
   * {@code at_once SECONDS NAME…}: prints, sorted, the line that {@code ask NAME} prints for each
   * name, or that of {@code hung NAME}; both are the probe's.
   */
  public static final String LIBRARY =
      """
      at_once() {
        seconds=$1
        shift
        {
          (
            number=0
            for name; do
              number=$((number + 1))
              (
                said=$(ask "$name")
                printf '%s %s\\n' "$number" "$said"
              ) &
            done
            sleep "$seconds"
            echo end && fell
          ) </dev/null 2>/dev/null &
        } | {
          answered=' '
          left=$#
          while [ "$left" -gt 0 ] && IFS= read -r line && [ "$line" != end ]; do
            answered="$answered${line%% *} "
            line=${line#* }
            [ -z "$line" ] || printf '%s\\n' "$line"
            left=$((left - 1))
          done
          number=0
          for name; do
            number=$((number + 1))
            case $answered in
              *" $number "*) ;;
              *) hung "$name" ;;
            esac
          done
        } | LC_ALL=C sort
      }
      # Kills all that this subshell has started.
      fell() {
        me=$(exec sh -c 'echo "$PPID"')
        prey=$({
          ps -A -o pid= -o ppid= ||
            sed -n 's/^\\([0-9]*\\) (.*) [A-Za-z] \\([0-9]*\\) .*/\\1 \\2/p' /proc/[0-9]*/stat
        } | awk -v me="$me" '
          { parent[$1] = $2 }
          END {
            do {
              found = 0
              for (p in parent)
                if (!(p in ours) && (parent[p] == me || parent[p] in ours)) { ours[p]; found = 1 }
            } while (found)
            for (p in ours) print p
          }')
        for p in $prey; do kill -9 "$p"; done
      }
      """;

  private AtOnce() {}
}
