package fleet.launch;

import fleet.shell.Answer;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One session, started on one machine: the request is written there and a supervisor takes it; from
 * then on nothing here is needed.
 */
final class Start {
  private static final Duration MORE = Duration.ofMinutes(2);

  private final Shell shell;
  private final Request request;
  private final Consumer<String> progress;

  Start(Shell shell, Request request, Consumer<String> progress) {
    this.shell = shell;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Starts it, or finds the one with its key.
   *
   * @param environment what the agent gets beside the allowlist: names and values, secrets among
   *     them
   */
  Launched on(
      String machine,
      int slots,
      Look look,
      Sync sync,
      String clone,
      Map<String, String> environment)
      throws UnreachableException {
    Settling.on(shell, request.command().words().getFirst(), tree(look));
    String script = written(slots, look, sync, clone, environment);
    Fragment fragment = new Fragment("launch", script, request.patience().plus(MORE), false);
    Answer answer = shell.run(List.of(fragment), (_, line) -> tell(line)).getFirst();
    boolean found = answer.out().lines().anyMatch(line -> line.startsWith("found\t"));
    return Session.all(machine, answer.out()).isEmpty()
        ? Launched.failed(request, machine, lastWords(answer))
        : told(machine, answer.out(), found);
  }

  /** What a machine told of one session, and the last that is to be seen of it. */
  static Launched told(String machine, String out, boolean found) {
    List<String> evidence =
        out.lines()
            .filter(line -> line.startsWith("evidence\t"))
            .map(line -> line.substring("evidence\t".length()))
            .toList();
    return Launched.of(Session.all(machine, out).getLast(), found, evidence);
  }

  private static String lastWords(Answer answer) {
    String said = (answer.out() + answer.err()).strip();
    return answer.timedOut()
        ? "the machine did not say what became of it: fleet sessions list"
        : said.isEmpty()
            ? "the launch ended with " + answer.status()
            : said.lines().reduce("", (_, last) -> last).replace('\t', ' ');
  }

  /** Where it lies is what it is worth: it is no request before its one rename. */
  private String written(
      int slots, Look look, Sync sync, String clone, Map<String, String> environment) {
    AgentCommand command = request.command();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("id", request.session());
    files.put("project", request.project().name());
    files.put("agent-name", request.agent().name());
    files.put("task", request.task().orElse(""));
    files.put("operator", request.operator());
    files.put("repo", clone);
    files.put("base", sync.commit());
    files.put("branch", request.branch());
    files.put("tree", tree(look));
    files.put("slots", String.valueOf(slots));
    files.put("key", request.keyName());
    files.put("keep", request.key().isPresent() ? "yes" : "no");
    files.put("mode", command.headless() ? "headless" : "terminal");
    files.put("sign", command.prints());
    files.put("command", command.sh());
    files.put("patience", String.valueOf(request.patience().toSeconds()));
    files.put("secrets", environment.isEmpty() ? "no" : "yes");
    files.putAll(request.budget().files(command.headless()));
    StringBuilder script = new StringBuilder("umask 077\n");
    if (!look.script()) {
      script.append(SessionScript.install());
    }
    script
        .append("new=$HOME/.local/state/fleet/sessions/new/")
        .append(request.session())
        .append("\nmkdir -p \"$new\" || exit 1\ncd \"$new\" || exit 1\n");
    files.forEach(
        (name, value) ->
            script.append("printf '%s\\n' ").append(Quote.sh(value)).append(" >" + name + "\n"));
    script.append("date +%s >created\n");
    script.append("printf '%s\\n' ").append(Quote.sh(String.join("\n", request.scope())));
    script.append(" >scope\n");
    script
        .append("printf '%s' ")
        .append(Quote.sh(request.prompt().orElse("")))
        .append(" >prompt\n");
    script.append("cd /\nprintf '%s' ").append(Quote.sh(assignments(environment)));
    script.append(" | ").append(SessionScript.call("launch", request.session())).append('\n');
    return script.toString();
  }

  private String tree(Look look) {
    return "%s/.local/state/fleet/worktrees/%s/%s"
        .formatted(look.home(), request.project().name(), request.branch().replace('/', '-'));
  }

  private static String assignments(Map<String, String> environment) {
    List<String> lines = new ArrayList<>();
    environment.forEach((name, value) -> lines.add("export " + name + "=" + Quote.sh(value)));
    return String.join("\n", lines);
  }

  private void tell(String line) {
    String[] cells = line.split("\t", -1);
    if (cells[0].equals("event") && cells.length > 3) {
      progress.accept(cells[2] + (cells[3].isEmpty() ? "" : "  " + cells[3]));
    }
  }
}
