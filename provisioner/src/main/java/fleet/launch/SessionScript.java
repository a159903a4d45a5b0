package fleet.launch;

import fleet.playbook.Resources;
import fleet.shell.Detached;
import fleet.shell.Quote;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sh of sessions as it lies on a machine: one file, named by what it holds, so that a session
 * keeps the one that it began with.
 */
final class SessionScript {
  private static final List<String> PARTS =
      List.of("common", "stop", "worktree", "run", "budget", "watch", "list", "launch", "main");

  static final String TEXT =
      PARTS.stream().map(part -> resource(part + ".sh")).collect(Collectors.joining("\n"));

  private static final String FOLDER = "\"$HOME\"/.local/state/fleet/bin";

  /** Where it lies, as shell text. */
  static final String FILE = FOLDER + "/session-" + Detached.id(TEXT).substring(0, 12) + ".sh";

  private SessionScript() {}

  static String resource(String name) {
    return Resources.text(SessionScript.class, name);
  }

  /** Sh that puts it there. */
  static String install() {
    return """
        (
          umask 077
          mkdir -p %1$s && printf '%%s' %3$s >%2$s.$$ && mv -f %2$s.$$ %2$s
        ) || exit 1
        """
        .formatted(FOLDER, FILE, Quote.sh(TEXT));
  }

  /** Sh that runs one of its commands. */
  static String call(String command, String... arguments) {
    return "/bin/sh "
        + FILE
        + " "
        + command
        + Arrays.stream(arguments)
            .map(argument -> " " + Quote.sh(argument))
            .collect(Collectors.joining());
  }
}
