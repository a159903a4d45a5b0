package fleet.converge;

import fleet.playbook.Call;
import fleet.playbook.Facts;
import fleet.playbook.Script;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts a machine back: every entry of its two ledgers is undone, the newest first, and what cannot
 * be is named.
 *
 * @param packages whether packages that we installed are removed too
 * @param pretend whether to name the entries only
 */
public record Uninstall(Supplier<String> operator, String run, boolean packages, boolean pretend)
    implements Work {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public MachineResult on(Machine machine, Connector connector, Watcher watcher) {
    List<StepResult> results = new ArrayList<>();
    try (Connection connection = connector.open(machine, Facts.script())) {
      Facts facts = Facts.parse(connection.greeting());
      for (Side side : sides(connection, facts)) {
        undo(machine.name(), side, facts.bootId(), results, watcher);
      }
      return MachineResult.of(machine.name(), results);
    } catch (UnreachableException e) {
      return lost(
          machine, new Outcome.Unreachable(Text.without(machine.name() + ": ", e.why())), results);
    } catch (BlockedException e) {
      return lost(machine, new Outcome.Blocked(e.why()), results);
    }
  }

  /** Whose ledgers there may be. */
  private static List<Side> sides(Connection connection, Facts facts)
      throws UnreachableException, BlockedException {
    Shell user = connection.shell(Account.USER);
    List<Side> sides = new ArrayList<>();
    sides.add(new Side(user, facts.uid() == 0 ? "root" : "user", facts.home()));
    if (facts.uid() != 0) {
      sides.add(new Side(connection.shell(Account.ROOT), "root", facts.home()));
    }
    if (facts.os().equals("macos")) {
      try {
        Shell console = connection.shell(Account.CONSOLE);
        if (!console.equals(user)) {
          sides.add(new Side(console, "console", Shells.home(console)));
        }
      } catch (BlockedException _) {
        // Nobody sits there, whose ledger could be read.
      }
    }
    return sides;
  }

  private static MachineResult lost(Machine machine, Outcome outcome, List<StepResult> results) {
    return new MachineResult(machine.name(), outcome, results);
  }

  private void undo(
      String machine, Side side, String boot, List<StepResult> results, Watcher watcher)
      throws UnreachableException {
    Shell shell = side.shell();
    String opening =
        String.join(
            "\n",
            Script.opening(side.isRoot(), side.home()),
            Script.changes(),
            "fleet_packages=" + (packages ? "yes" : ""));
    List<Answer> answers =
        shell.run(
            List.of(
                new Fragment("opening", opening, LIMIT, true),
                new Fragment("list", "ledger_list", LIMIT, true)));
    List<Entry> entries =
        answers.getLast().out().lines().map(line -> entry(side, line)).toList().reversed();
    if (entries.isEmpty() || pretend) {
      entries.forEach(entry -> add(machine, entry, would(), results, watcher));
      return;
    }
    Answer lock = lock(shell, new LockHolder(operator, ProcessHandle.current().pid(), run, boot));
    for (Entry entry : entries) {
      Outcome outcome = lock.status() == 0 ? undone(shell, entry) : refused(lock);
      add(machine, entry, outcome, results, watcher);
    }
    Answer close =
        shell
            .run(
                List.of(
                    new Fragment("drop", "lock_drop", LIMIT, true),
                    new Fragment("close", "state_close", LIMIT, true)))
            .getLast();
    if (close.status() != 0) {
      var left = new Outcome.Blocked(Text.printable(Text.lastLine(close.out())));
      add(machine, new Entry(side, "state", "the state of fleet"), left, results, watcher);
    }
  }

  private static Answer lock(Shell shell, LockHolder holder) throws UnreachableException {
    Answer lock = take(shell, holder, false);
    return lock.status() != 0 && holder.diedHere(lock.out()) ? take(shell, holder, true) : lock;
  }

  private static Answer take(Shell shell, LockHolder holder, boolean force)
      throws UnreachableException {
    return shell
        .run(List.of(new Fragment("lock", holder.take(LIMIT, force), LIMIT, true)))
        .getFirst();
  }

  private static Outcome undone(Shell shell, Entry entry) throws UnreachableException {
    String call = Call.of("ledger_undo", entry.path()).sh();
    Answer answer = shell.run(List.of(new Fragment("undo", call, LIMIT, false))).getFirst();
    String last = Text.printable(Text.lastLine(answer.out()));
    if (answer.status() == 0) {
      return new Outcome.Changed("put back");
    }
    return last.startsWith("left: ")
        ? new Outcome.Blocked(last)
        : new Outcome.Failed(
            "could not be put back"
                + Text.colon(Text.printable(Text.lastLine(answer.out() + answer.err()))));
  }

  private static Outcome would() {
    return new Outcome.WouldChange("would be put back");
  }

  private static Outcome refused(Answer lock) {
    return new Outcome.Failed(LockHolder.refusal(lock));
  }

  private static void add(
      String machine, Entry entry, Outcome outcome, List<StepResult> results, Watcher watcher) {
    var result = new StepResult(entry.id(), entry.title(), outcome, Optional.empty());
    results.add(result);
    watcher.step(machine, result);
  }

  /**
   * An account that may have a ledger.
   *
   * @param name its word in the ids of entries
   */
  private record Side(Shell shell, String name, String home) {
    boolean isRoot() {
      return name.equals("root");
    }
  }

  /** A line of the ledger's list: the entry's folder, a tab, its title. */
  private record Entry(Side side, String path, String title) {
    /** Unique on its machine: each account's ledger counts its own entries. */
    String id() {
      return side.name() + "-" + path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private static Entry entry(Side side, String line) {
    int tab = line.indexOf('\t');
    return new Entry(side, line.substring(0, tab), line.substring(tab + 1));
  }
}
