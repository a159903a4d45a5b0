package fleet.launch;

import fleet.health.Board;
import fleet.health.Lookout;
import fleet.health.MachineHealth;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A launch from its first gate to the agent's first sign of life.
 *
 * @param lookout how the machines are
 * @param connector one that keeps its connections: a launch asks a machine several times
 * @param intent told the machine before anything is started there; says which it was before
 * @param mayClone whether a machine without the repository clones it
 * @param progress hears what happens, a line at a time
 */
public record Launch(
    Lookout lookout,
    Connector connector,
    int parallel,
    UnaryOperator<String> intent,
    boolean mayClone,
    Consumer<String> progress) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration GIT = Duration.ofMinutes(5);

  /** A session that is found may still have all its patience to come. */
  private static final Duration FOLLOW = Duration.ofMinutes(61);

  /** Where the agent's environment comes from, beside the allowlist. */
  @FunctionalInterface
  public interface Environment {
    Map<String, String> of(Machine machine, Shell shell, boolean machineIdentity)
        throws RefusedException, UnreachableException;
  }

  /**
   * All gates in their order, on the machine that is best; then the start, unless it is a
   * rehearsal.
   */
  public Launched run(
      Request request, List<Machine> machines, Environment environment, boolean rehearse)
      throws InterruptedException {
    List<Choice> choices = gated(request, machines);
    Optional<Choice> best = Choice.best(choices);
    if (best.isEmpty()) {
      return Launched.refused(request, choices);
    }
    String name =
        rehearse ? best.get().machine().name() : intent.apply(best.get().machine().name());
    Choice choice =
        choices.stream()
            .filter(each -> each.isOf(name))
            .findFirst()
            .orElse(elsewhere(best.get().machine(), name));
    if (choice.refusal().isPresent()) {
      return Launched.refused(request, List.of(choice));
    }
    Machine machine = choice.machine();
    Look look = choice.look().orElseThrow();
    try {
      return start(request, machine, look, environment, rehearse);
    } catch (RefusedException e) {
      return Launched.refused(
          request, List.of(new Choice(machine, Optional.of(look), Optional.of(e.refusal()))));
    } catch (UnreachableException e) {
      return Launched.failed(
          request,
          machine.name(),
          "%s; what became of it: fleet sessions list --on %s".formatted(e.why(), machine.name()));
    }
  }

  private static Choice elsewhere(Machine machine, String name) {
    return new Choice(
        machine,
        Optional.empty(),
        Optional.of(
            new Refusal(
                "key-elsewhere",
                "that key was launched on " + name + " before",
                "take another key, or --on " + name)));
  }

  private List<Choice> gated(Request request, List<Machine> machines) throws InterruptedException {
    Board board = lookout.look();
    board.notes().forEach(progress);
    Map<String, MachineHealth> health =
        board.machines().stream()
            .collect(
                Collectors.toMap(MachineHealth::machine, Function.identity(), (one, _) -> one));
    return Together.ask(
        machines, parallel, machine -> choice(request, machine, health.get(machine.name())));
  }

  private Choice choice(Request request, Machine machine, @Nullable MachineHealth health) {
    if (health == null) {
      return new Choice(
          machine,
          Optional.empty(),
          Optional.of(
              new Refusal("machine-unknown", "nobody knows how " + machine.name() + " is", "")));
    }
    Optional<Refusal> unwell = Gates.machine(machine, health, request.evenDegraded());
    if (unwell.isPresent()) {
      return new Choice(machine, Optional.empty(), unwell);
    }
    String program = request.agent().command().getFirst();
    try {
      Look look =
          Look.parse(ask(machine, "look", Look.script(program, request.keyName()), LIMIT).out());
      Optional<Refusal> no = Gates.look(machine, look, request.project(), program);
      boolean mended = mayClone && no.filter(r -> r.condition().equals("no-clone")).isPresent();
      return new Choice(machine, Optional.of(look), mended ? Optional.empty() : no);
    } catch (UnreachableException e) {
      return new Choice(
          machine,
          Optional.empty(),
          Optional.of(
              new Refusal(
                  "machine-silent", e.why(), "fleet health --live --on " + machine.name())));
    }
  }

  private Launched start(
      Request request, Machine machine, Look look, Environment environment, boolean rehearse)
      throws UnreachableException, RefusedException {
    if (look.known() && look.script()) {
      String found =
          ask(machine, "find", SessionScript.call("find", request.keyName()), FOLLOW).out();
      if (!Session.all(machine.name(), found).isEmpty()) {
        return Start.told(machine.name(), found, true);
      }
    }
    Repository repository = Repository.of(request.project().repo());
    Look now = look.clonesOf(repository).isEmpty() ? cloned(request, machine, look) : look;
    String path = now.clonesOf(repository).getFirst().path();
    String install = now.script() ? "" : SessionScript.install();
    Sync sync =
        Sync.parse(ask(machine, "sync", install + SessionScript.call("sync", path), GIT).out());
    Optional<Refusal> no = Gates.sync(machine, path, sync);
    if (no.isPresent()) {
      throw new RefusedException(no.get());
    }
    if (sync.state() == Sync.State.AHEAD) {
      progress.accept(
          "%s of %s:%s has %d commits that origin has not: the session begins without them"
              .formatted(sync.branch(), machine.name(), path, sync.ahead()));
    }
    Shell shell = shell(machine);
    Map<String, String> given = environment.of(machine, shell, now.machineIdentity());
    return rehearse
        ? Launched.would(request, machine.name())
        : new Start(shell, request, progress)
            .on(machine.name(), machine.slots(), now.withScript(), sync, path, given);
  }

  private Look cloned(Request request, Machine machine, Look look)
      throws UnreachableException, RefusedException {
    String repo = Repository.cloneable(request.project().repo());
    String into = look.home() + "/dev/" + Repository.of(repo).folder();
    progress.accept("cloning %s into %s:%s".formatted(repo, machine.name(), into));
    String install = look.script() ? "" : SessionScript.install();
    Answer answer = ask(machine, "clone", install + SessionScript.call("clone", repo, into), GIT);
    if (answer.status() != 0) {
      throw new RefusedException(
          new Refusal(
              "no-clone",
              "%s cannot be cloned on %s: %s"
                  .formatted(repo, machine.name(), answer.out().strip().replace('\n', ' ')),
              "fleet ssh %s git clone %s %s".formatted(machine.name(), repo, into)));
    }
    String program = request.agent().command().getFirst();
    return Look.parse(ask(machine, "look", Look.script(program, request.keyName()), LIMIT).out());
  }

  private Answer ask(Machine machine, String id, String script, Duration limit)
      throws UnreachableException {
    Answer answer = shell(machine).run(List.of(new Fragment(id, script, limit, false))).getFirst();
    if (answer.timedOut()) {
      throw new UnreachableException(
          "%s: %s did not end within %d s".formatted(machine.name(), id, limit.toSeconds()));
    }
    return answer;
  }

  private Shell shell(Machine machine) throws UnreachableException {
    try {
      return connector.open(machine, ":").shell(Account.USER);
    } catch (BlockedException e) {
      throw new UnreachableException(e.why(), e);
    }
  }
}
