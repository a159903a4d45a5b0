package fleet.shell;

import java.io.IOException;
import java.time.Duration;

/** Signals whatever a conversation's shell has started, from beside it. */
@FunctionalInterface
interface Killer {
  void signal(long shell, String signal) throws IOException;

  /** Starts the shell that does the walking, as an account that may send the signals. */
  @FunctionalInterface
  interface Starter {
    Pipes start() throws IOException;
  }

  /**
   * Walks the process table, without ps where there is none: what descends from the shell gets the
   * signal, the shell does not. All are stopped before the first is signalled and go on children
   * first: a parent that ended earlier would let the shell begin the next fragment, and what a
   * child still prints would be taken for that one's answer.
   */
  static String script(long shell, String signal) {
    return """
    walk() {
      {
        ps -A -o pid= -o ppid= 2>/dev/null ||
          grep -s '^PPid:' /proc/[0-9]*/status |
          sed 's|^/proc/\\([0-9]*\\)/status:PPid:[[:space:]]*|\\1 |'
      } | awk -v shell=%d '
        { parent[$1] = $2 }
        END {
          do {
            found = 0
            for (p in parent)
              if (!(p in ours) && (parent[p] == shell || parent[p] in ours)) {
                ours[p]; found = 1; children = p " " children
              }
          } while (found)
          print children
        }'
    }
    seen=
    for again in 1 2 3 4 5; do
      all=$(walk)
      [ "$all" != "$seen" ] || break
      for p in $all; do kill -STOP "$p" 2>/dev/null; done
      seen=$all
    done
    for p in $all; do kill -%s "$p" 2>/dev/null; done
    for p in $all; do kill -CONT "$p" 2>/dev/null; done
    """
        .formatted(shell, signal);
  }

  /** A killer that works by a second shell on the same machine, given up after a while. */
  static Killer beside(Starter starter, Duration patience) {
    return (shell, signal) -> {
      try (Pipes pipes = starter.start();
          Alarm _ = Alarm.after(patience, pipes::close)) {
        pipes.in().write(Framing.message(script(shell, signal)));
        // Closing alone loses what the channel's window has no room for yet.
        pipes.in().flush();
        pipes.in().close();
        pipes.out().readAllBytes();
      }
    };
  }
}
