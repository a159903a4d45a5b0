package fleet.converge;

import fleet.playbook.Facts;
import fleet.playbook.Payload;
import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One machine's conversations, each opened when it is first needed. */
final class Shells {
  private final Connection connection;
  private final Facts facts;
  private final Map<Account, Conversation> open = new EnumMap<>(Account.class);

  Shells(Connection connection, Facts facts) {
    this.connection = connection;
    this.facts = facts;
  }

  Conversation conversation(Account account) throws UnreachableException, BlockedException {
    Account whose = account == Account.ROOT && facts.uid() == 0 ? Account.USER : account;
    Conversation known = open.get(whose);
    if (known == null) {
      known = whose == Account.CONSOLE ? console() : known(whose);
      open.put(whose, known);
    }
    return known;
  }

  private Conversation known(Account whose) throws UnreachableException, BlockedException {
    boolean root = whose == Account.ROOT || facts.uid() == 0;
    return new Conversation(connection.shell(whose), root, facts.home());
  }

  /** With who sits at the console: mostly the user, else somebody with a home of their own. */
  private Conversation console() throws UnreachableException, BlockedException {
    Shell shell = connection.shell(Account.CONSOLE);
    return shell.equals(connection.shell(Account.USER))
        ? conversation(Account.USER)
        : new Conversation(shell, false, home(shell));
  }

  /** The home of a shell's account. */
  static String home(Shell shell) throws UnreachableException {
    var ask = new Fragment("home", "printf '%s\\n' \"$HOME\"", Duration.ofSeconds(60), true);
    return shell.run(List.of(ask)).getFirst().out().strip();
  }

  /**
   * Looks at steps: one round trip for the user's shell and one for each other that is needed. A
   * drifted step whose account cannot be had is blocked, because that is what an apply would find.
   */
  Map<Step, State> look(List<Step> steps) throws UnreachableException {
    Map<Step, State> states = new LinkedHashMap<>();
    for (Account account : Account.values()) {
      List<Step> here = new ArrayList<>(steps.stream().filter(s -> s.readAs() == account).toList());
      states.forEach(
          (step, state) -> {
            if (state instanceof State.Denied && step.as() == account) {
              here.add(step);
            }
          });
      states.putAll(lookAs(account, here));
    }
    blockUnfixable(states);
    return states;
  }

  private Map<Step, State> lookAs(Account account, List<Step> steps) throws UnreachableException {
    if (steps.isEmpty()) {
      return Map.of();
    }
    try {
      return conversation(account).look(steps);
    } catch (BlockedException e) {
      Map<Step, State> blocked = new LinkedHashMap<>();
      steps.forEach(step -> blocked.put(step, new State.Blocked(e.why())));
      return blocked;
    }
  }

  private void blockUnfixable(Map<Step, State> states) throws UnreachableException {
    for (var entry : states.entrySet()) {
      if (entry.getValue() instanceof State.Drifted) {
        try {
          conversation(entry.getKey().as());
        } catch (BlockedException e) {
          entry.setValue(new State.Blocked(e.why()));
        }
      }
    }
  }

  /** Brings to the machine what the steps' fixes want to find there. */
  void bring(List<Step> steps) throws UnreachableException {
    for (Step step : steps) {
      if (step.contract().payload().isPresent()) {
        Payload payload = step.contract().payload().get();
        connection.bring(payload.file(), payload.to());
      }
    }
  }

  /** Gives the locks back. */
  void drop() throws UnreachableException {
    for (Conversation conversation : open.values()) {
      conversation.drop();
    }
  }
}
