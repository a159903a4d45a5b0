package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Actions that outlive the connection. What is started writes into a directory on the machine, and
 * whoever comes to start it again follows the one that is there.
 */
public final class Detached {
  /**
   * The status of an action that ended without one: the machine was restarted, or it was killed.
   */
  public static final int LOST = 255;

  private Detached() {}

  /** The name of an action: the same text is the same action. */
  public static String id(String body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A fragment's text that starts the action or finds it running, prints what it prints as it
   * comes, and ends as it ends.
   *
   * @param directory where actions are kept, as shell text: it may begin with {@code "$HOME"}
   * @param id the action's name in there: letters and digits
   * @param body the action, sh of any length; it must hold no secret, since it lies there in a file
   */
  public static String script(String directory, String id, String body) {
    if (!id.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException("action id: " + id);
    }
    return "(\nd=" + directory + "/" + id + "\nbody=" + Quote.sh(body) + "\n" + FOLLOW;
  }

  /**
   * A fragment's text that follows every action that is there, one after the other, and prints what
   * they print; it prints nothing where there is none.
   *
   * @param directory as for {@link #script}
   */
  public static String attach(String directory) {
    return "for d in "
        + directory
        + "/*; do\n[ ! -d \"$d\" ] || (\nbody=\necho \"attached to what an earlier run began\"\n"
        + FOLLOW
        + "done\n";
  }

  private static final String FOLLOW =
      """
      mask=$(umask)
      umask 077
      boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.boottime 2>/dev/null)
      mkdir -p "${d%/*}"
      if mkdir "$d" 2>/dev/null; then
        printf '%s\\n' "$boot" >"$d/boot"
        : >"$d/out"
        printf '%s\\n' "$body" >"$d/script"
        run='trap "" HUP
          echo $$ >"$1/pid.new"; mv "$1/pid.new" "$1/pid"
          (umask "$2"; exec /bin/sh "$1/script") >"$1/out" 2>&1
          echo $? >"$1/status.new"; mv "$1/status.new" "$1/status"'
        if command -v setsid >/dev/null; then
          ( setsid /bin/sh -c "$run" sh "$d" "$mask" </dev/null >/dev/null 2>&1 & )
        else
          ( trap '' HUP; /bin/sh -c "$run" sh "$d" "$mask" </dev/null >/dev/null 2>&1 & )
        fi
      fi
      if [ ! -d "$d" ]; then echo "cannot make $d" >&2; exit 255; fi
      at=0 turn=0 state=running
      while [ "$state" = running ]; do
        if [ -f "$d/status" ]; then
          state=ended
        elif [ "$(cat "$d/boot" 2>/dev/null)" != "$boot" ]; then
          if [ "$turn" -ge 25 ] || [ -s "$d/boot" ]; then state=lost; fi
        elif [ -f "$d/pid" ]; then
          p=$(cat "$d/pid")
          if ! kill -0 "$p" 2>/dev/null; then state=lost; fi
          if [ "$turn" = 0 ] && [ -r "/proc/$p/cmdline" ] && ! grep -qF "$d" "/proc/$p/cmdline"; then
            state=lost
          fi
        elif [ "$turn" -ge 25 ]; then
          state=lost
        fi
        if [ "$state" = lost ] && [ -f "$d/status" ]; then state=ended; fi
        size=$(($(wc -c <"$d/out" 2>/dev/null || echo 0)))
        if [ "$size" -gt "$at" ]; then
          tail -c "+$((at + 1))" "$d/out" | head -c "$((size - at))"
          at=$size
        fi
        turn=$((turn + 1))
        if [ "$state" = running ]; then
          if [ "$turn" -lt 50 ]; then sleep 0.2 2>/dev/null || sleep 1; else sleep 1; fi
        fi
      done
      if [ "$state" = lost ]; then
        echo "the action ended without a status: it was killed, or the machine was restarted" >&2
        status=255
      else
        status=$(cat "$d/status")
      fi
      rm -rf "$d"
      exit "$status"
      )
      """;
}
