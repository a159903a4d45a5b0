package fleet.launch;

import fleet.shell.Quote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a launch must know of a machine before anything is started there.
 *
 * @param home the account's home
 * @param tools where tmux and git are; absent ones are not in it
 * @param agent where the agent's program is
 * @param freeKilobytes on the fuller of the disks that a session writes to
 * @param taken slots that sessions have now
 * @param clones the repositories under ~/dev
 * @param script whether the sh of sessions lies there already
 * @param machineIdentity whether the secrets provider's is there
 * @param known whether a session with the request's key is there
 */
record Look(
    String home,
    List<String> tools,
    Optional<String> agent,
    long freeKilobytes,
    int taken,
    List<Clone> clones,
    boolean script,
    boolean machineIdentity,
    boolean known) {
  private static final String TEXT = SessionScript.resource("look.sh");

  /** A repository on the machine. */
  record Clone(String path, String origin) {}

  static String script(String program, String key) {
    return "agent=%s\nkey=%s\nscript=%s\n%s"
        .formatted(Quote.sh(program), Quote.sh(key), SessionScript.FILE, TEXT);
  }

  static Look parse(String out) {
    String home = "";
    List<String> tools = new ArrayList<>();
    Optional<String> agent = Optional.empty();
    long free = 0;
    int taken = 0;
    List<Clone> clones = new ArrayList<>();
    boolean script = false;
    boolean identity = false;
    boolean known = false;
    for (String line : out.lines().toList()) {
      String[] cells = line.split("\t", -1);
      switch (cells[0]) {
        case "home" -> home = cells[1];
        case "tool" -> tools.add(cells[1]);
        case "agent" -> agent = Optional.of(cells[1]);
        case "free" -> free = number(cells[1]);
        case "taken" -> taken = (int) number(cells[1]);
        case "clone" -> clones.add(new Clone(cells[1], cells.length > 2 ? cells[2] : ""));
        case "script" -> script = true;
        case "identity" -> identity = true;
        case "known" -> known = true;
        default -> {
          // What an rc file printed, or a later version of ours.
        }
      }
    }
    return new Look(
        home, List.copyOf(tools), agent, free, taken, List.copyOf(clones), script, identity, known);
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /** The same once the sh of sessions was put there. */
  Look withScript() {
    return new Look(home, tools, agent, freeKilobytes, taken, clones, true, machineIdentity, known);
  }

  /** The clones of a repository, the shortest path first. */
  List<Clone> clonesOf(Repository repository) {
    return clones.stream()
        .filter(clone -> Repository.of(clone.origin()).equals(repository))
        .sorted(
            Comparator.comparingInt((Clone clone) -> clone.path().length())
                .thenComparing(Clone::path))
        .toList();
  }
}
