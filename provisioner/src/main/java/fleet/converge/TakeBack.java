package fleet.converge;

import fleet.converge.guard.Logins;
import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has a machine take a guarded change back, or finds that it did so by itself, and looks whether
 * all is as it was.
 *
 * @param before how the guarded steps stood before the first of them was fixed
 */
record TakeBack(Machine machine, Connector connector, Logins logins, Map<Step, State> before) {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Over the connection on which all fixes are over. */
  GuardEnd.Undone over(Shells shells, GuardTalk talk, String why) throws UnreachableException {
    return seen(talk.fire(true), shells, talk, why);
  }

  private GuardEnd.Undone seen(Answer fired, Shells shells, GuardTalk talk, String why)
      throws UnreachableException {
    List<String> said = fired.out().lines().map(Text::printable).toList();
    List<String> unseen = new ArrayList<>();
    if (fired.status() == 0) {
      unseen.addAll(said.subList(1, said.size()));
    } else {
      unseen.add("its undo: " + Text.printable(Text.lastLine(fired.out() + fired.err())));
    }
    unseen.addAll(stillChanged(shells.look(List.copyOf(before.keySet()))));
    logins.lost().ifPresent(unseen::add);
    if (unseen.isEmpty()) {
      talk.close();
    }
    boolean restarted = !said.isEmpty() && said.getFirst().equals("restart");
    return new GuardEnd.Undone(
        restarted ? "the machine was started again before it was confirmed" : why, unseen);
  }

  /** Over fresh connections, as soon as there can be one. */
  GuardEnd.Undone anew(String why, long until) {
    while (true) {
      String now;
      try (Connection connection = connector.openFresh(machine, Facts.script())) {
        Facts facts = Facts.parse(connection.greeting());
        Shells shells = new Shells(connection, facts);
        Conversation root = shells.conversation(Account.ROOT);
        GuardTalk talk = new GuardTalk(root, facts, machine.users());
        return seen(talk.fire(false), shells, talk, why);
      } catch (UnreachableException e) {
        now = e.why();
      } catch (BlockedException e) {
        now = e.why();
      }
      if (System.nanoTime() > until || !pause()) {
        return new GuardEnd.Undone(why, List.of("it cannot be reached (" + now + ")"));
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A service that was made to read its files again has started later than before, and may. */
  private List<String> stillChanged(Map<Step, State> now) {
    return before.entrySet().stream()
        .filter(was -> !was.getKey().kind().equals("service"))
        .filter(was -> !was.getValue().equals(now.get(was.getKey())))
        .map(was -> was.getKey().title() + " is not as it was")
        .toList();
  }
}
