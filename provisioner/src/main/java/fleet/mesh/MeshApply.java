package fleet.mesh;

import fleet.converge.FleetRun;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Makes the mesh: every machine is asked for its keys, then each gets what it needs of the others.
 * The connector should keep its connections, because each machine is spoken to twice.
 *
 * @param chosen the machines that are changed; the others are only asked
 * @param book where the public keys are kept between runs
 * @param parallel how many machines at a time
 */
public record MeshApply(
    Fleet fleet,
    List<Machine> chosen,
    PlaybookReader playbooks,
    Path book,
    String run,
    Task.Mode mode,
    String operator,
    int parallel,
    Watcher watcher,
    Phases phases) {
  public MeshApply {
    chosen = List.copyOf(chosen);
  }

  /** Hears of each phase as it ends. */
  @FunctionalInterface
  public interface Phases {
    void ended(String phase, String how);
  }

  /** Returns how every member came out, the ones that were only asked included. */
  public List<MachineResult> on(Connector connector) throws InterruptedException, IOException {
    Map<String, Collect> collected = new ConcurrentHashMap<>();
    Task key = task(List.of(playbooks.read("ssh-key")));
    List<MachineResult> asked = all(asking(key, collected), fleet.members(), connector);
    phases.ended("preflight", MeshCount.reached(asked));
    KeyBook known = KeyBook.read(book).updated(collected);
    if (mode == Task.Mode.APPLY) {
      known.write(book);
    }
    phases.ended("collect", MeshCount.collected(fleet, known, asked));
    List<Machine> ready = chosen.stream().filter(m -> collected.containsKey(m.name())).toList();
    List<MachineResult> made =
        all(new Task(run, mode, meshing(known), operator), ready, connector).stream()
            .map(result -> foreseen(result, ready, known))
            .toList();
    phases.ended("distribute", MeshCount.steps(made, chosen, MeshPlaybook::lets));
    phases.ended("deploy", MeshCount.steps(made, chosen, Predicate.not(MeshPlaybook::lets)));
    List<MachineResult> whole = asked.stream().map(first -> joined(first, made)).toList();
    whole.forEach(watcher::finished);
    return whole;
  }

  private Task task(List<Playbook> read) {
    Compiler compiler = new Compiler(read, Set.of(), Map.of());
    return new Task(run, mode, compiler::compile, operator);
  }

  /** Has its key made where it shall be changed and has none; then it is asked. */
  private Work asking(Task key, Map<String, Collect> collected) {
    return (machine, connector, heard) -> {
      MachineResult result =
          chosen.contains(machine)
              ? key.on(machine, connector, heard)
              : MachineResult.without(machine.name(), new Outcome.Unchanged("asked for its keys"));
      if (result.outcome() instanceof Outcome.Unreachable) {
        return result;
      }
      try {
        collected.put(machine.name(), Collect.from(connector, machine));
        return result;
      } catch (UnreachableException | BlockedException e) {
        return MachineResult.without(
            machine.name(), new Outcome.Unreachable(String.valueOf(e.getMessage())));
      }
    };
  }

  private Task.Compiler meshing(KeyBook known) {
    return (machine, facts) -> {
      Playbook playbook = playbooks.made(Path.of("mesh"), MeshPlaybook.of(fleet, known, machine));
      return new Compiler(List.of(playbook), Set.of(), Map.of()).compile(machine, facts);
    };
  }

  /** A plan knows of keys that are still to be made that they will be handed out. */
  private MachineResult foreseen(MachineResult result, List<Machine> ready, KeyBook known) {
    List<String> unmade =
        ready.stream()
            .map(Machine::name)
            .filter(name -> !name.equals(result.machine()))
            .filter(name -> known.of(name).login().isEmpty())
            .toList();
    if (mode == Task.Mode.APPLY || unmade.isEmpty()) {
      return result;
    }
    return MachineResult.of(
        result.machine(),
        result.steps().stream().map(step -> foreseen(result.machine(), step, unmade)).toList());
  }

  private StepResult foreseen(String machine, StepResult step, List<String> unmade) {
    if (!MeshPlaybook.lets(step.id()) || !(step.outcome() instanceof Outcome.Unchanged)) {
      return step;
    }
    Outcome would = new Outcome.WouldChange("when there are keys of " + String.join(", ", unmade));
    StepResult told = new StepResult(step.id(), step.title(), would, step.diff());
    watcher.step(machine, told);
    return told;
  }

  private List<MachineResult> all(Work work, List<Machine> machines, Connector connector)
      throws InterruptedException {
    return new FleetRun(work, parallel, 0, 100, Watcher.ofSteps(watcher)).on(machines, connector);
  }

  /** Both phases of one machine as one. */
  private static MachineResult joined(MachineResult first, List<MachineResult> made) {
    return made.stream()
        .filter(second -> second.machine().equals(first.machine()))
        .findFirst()
        .map(second -> joined(first, second))
        .orElse(first);
  }

  private static MachineResult joined(MachineResult first, MachineResult second) {
    if (second.steps().isEmpty()) {
      return second;
    }
    List<StepResult> steps = new ArrayList<>(first.steps());
    steps.addAll(second.steps());
    return MachineResult.of(first.machine(), steps);
  }
}
