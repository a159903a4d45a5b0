package fleet.mesh;

import fleet.converge.FleetRun;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.converge.guard.Guarding;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.Mesh;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    Supplier<String> operator,
    Guarding guarding,
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
    Trust trust = trust(known);
    List<MachineResult> made =
        all(work(mode, trust::joining), ready, connector).stream()
            .map(result -> foreseen(result, ready, known))
            .toList();
    phases.ended("distribute", MeshCount.steps(made, chosen, MeshPlaybook::lets));
    phases.ended("deploy", MeshCount.steps(made, chosen, Predicate.not(MeshPlaybook::lets)));
    List<MachineResult> replaced = replaced(trust, made, connector);
    List<MachineResult> whole =
        asked.stream().map(first -> joined(joined(first, made), replaced)).toList();
    whole.forEach(watcher::finished);
    return whole;
  }

  private boolean certificates() {
    return fleet.mesh().mode() == Mesh.Mode.CA;
  }

  private Trust trust(KeyBook known) throws IOException, InterruptedException {
    Authority authority = Authority.of(book, fleet);
    if (!certificates()) {
      return new KeyTrust(playbooks, fleet, known, authority.known());
    }
    Issued issued =
        mode == Task.Mode.APPLY
            ? authority.issue(fleet, known, Instant.now())
            : authority.foresee(fleet, known, Instant.now());
    phases.ended("sign", issued.told());
    return new CertificateTrust(playbooks, fleet, known, issued);
  }

  private Work work(Task.Mode how, Task.Compiler steps) {
    return new Task(run, how, steps, operator, guarding);
  }

  /** Only machines on which the new way was made may lose the old one. */
  private List<MachineResult> replaced(Trust trust, List<MachineResult> made, Connector connector)
      throws InterruptedException {
    Set<String> well =
        made.stream()
            .filter(result -> isWell(result.outcome()))
            .map(MachineResult::machine)
            .collect(Collectors.toUnmodifiableSet());
    List<Machine> machines = chosen.stream().filter(m -> well.contains(m.name())).toList();
    var replacement = new Replacement(trust, certificates(), mode, this::work, parallel, watcher);
    List<MachineResult> results = replacement.on(machines, connector);
    if (results.stream().anyMatch(r -> !(r.outcome() instanceof Outcome.Unchanged))) {
      phases.ended("replace", MeshCount.steps(results, machines, _ -> true));
    }
    return results;
  }

  private static boolean isWell(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged _, Outcome.WouldChange _, Outcome.Changed _ -> true;
      default -> false;
    };
  }

  private Task task(List<Playbook> read) {
    Compiler compiler = new Compiler(read, Set.of(), Map.of());
    return new Task(run, mode, compiler::compile, operator, guarding);
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

  /** A plan knows of keys that are still to be made that they will be handed out. */
  private MachineResult foreseen(MachineResult result, List<Machine> ready, KeyBook known) {
    List<String> unmade =
        ready.stream()
            .map(Machine::name)
            .filter(name -> !name.equals(result.machine()))
            .filter(name -> known.of(name).login().isEmpty())
            .toList();
    if (mode == Task.Mode.APPLY || certificates() || unmade.isEmpty()) {
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

  /** All phases of one machine as one. */
  private static MachineResult joined(MachineResult first, List<MachineResult> later) {
    return later.stream()
        .filter(second -> second.machine().equals(first.machine()))
        .reduce(first, MeshApply::joined);
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
