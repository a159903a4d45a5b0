package fleet.launch;

import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sessions of a fleet: asked of the machines themselves, for nobody else knows. */
public record Sessions(Connector connector, int parallel) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * What a machine told.
   *
   * @param lines what it printed that is no session
   * @param lost why it could not be asked
   */
  public record Told(
      Machine machine, List<Session> sessions, List<String> lines, Optional<String> lost) {}

  public List<Told> list(List<Machine> machines) throws InterruptedException {
    return Together.ask(machines, parallel, machine -> ask(machine, "list"));
  }

  /** Ends a session with all its processes; the last line says {@code stopped} if none is left. */
  public Told stop(Machine machine, String session, String reason) {
    return ask(machine, "stop", session, reason);
  }

  /** Tidies away what is over: worktrees that are merged, with force all of them. */
  public List<Told> clean(List<Machine> machines, boolean force) throws InterruptedException {
    return Together.ask(machines, parallel, machine -> ask(machine, "clean", force ? "yes" : "no"));
  }

  /** Sh that prints a session's log, for the system's ssh. */
  public static String logs(String session, boolean follow) {
    return SessionScript.call("logs", session, follow ? "follow" : "");
  }

  /** Sh that shows a session's terminal, for the system's ssh, which has not our PATH. */
  public static String attach(String session) {
    String attach =
        "PATH=$PATH:$HOME/.local/bin:/opt/homebrew/bin:/usr/local/bin exec tmux -L fleet attach -t "
            + Quote.sh("=" + session);
    return "exec /bin/sh -c " + Quote.sh(attach);
  }

  /** Where no session ever was nothing is put there to find none. */
  private static String script(String command, String... arguments) {
    return """
        [ -d "$HOME/.local/state/fleet/sessions" ] || exit 0
        [ -f %1$s ] || {
        %2$s}
        %3$s
        """
        .formatted(
            SessionScript.FILE, SessionScript.install(), SessionScript.call(command, arguments));
  }

  private Told ask(Machine machine, String command, String... arguments) {
    try (Connection connection = connector.open(machine, ":")) {
      Answer answer =
          connection
              .shell(Account.USER)
              .run(List.of(new Fragment(command, script(command, arguments), LIMIT, false)))
              .getFirst();
      return new Told(
          machine,
          Session.all(machine.name(), answer.out()),
          answer.out().lines().toList(),
          answer.timedOut() ? Optional.of("no answer within 3 minutes") : Optional.empty());
    } catch (UnreachableException e) {
      return new Told(machine, List.of(), List.of(), Optional.of(e.why()));
    } catch (BlockedException e) {
      return new Told(machine, List.of(), List.of(), Optional.of(e.why()));
    }
  }
}
