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
   * signal, the shell does not. All are seen to stand still before the first is signalled, and go
   * on children first: a parent that ended earlier would let the shell begin the next fragment, and
   * what a child still prints would be taken for that one's answer. One that was stopped inside a
   * write finishes that write first, so that it is not enough to have sent the signal.
   */
  static String script(long shell, String signal) {
    return """
    walk() {
      {
        ps -A -o pid= -o ppid= -o stat= 2>/dev/null ||
          sed -n 's/^\\([0-9]*\\) (.*) \\([A-Za-z]\\) \\([0-9]*\\) .*/\\1 \\3 \\2/p' /proc/[0-9]*/stat 2>/dev/null
      } | awk -v shell=%d '
        { parent[$1] = $2; state[$1] = $3 }
        END {
          do {
            found = 0
            for (p in parent)
              if (!(p in ours) && (parent[p] == shell || parent[p] in ours)) {
                ours[p]; found = 1; children = p " " children
                if (state[p] !~ /^[TtZX]/) moving++
              }
          } while (found)
          print moving + 0
          print children
        }'
    }
    tries=40
    while [ "$tries" -gt 0 ]; do
      tries=$((tries - 1))
      { read -r moving; read -r all; } <<WALK
    $(walk)
    WALK
      [ "$moving" != 0 ] || break
      for p in $all; do kill -STOP "$p" 2>/dev/null; done
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
