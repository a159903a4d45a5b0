package fleet.cli.mesh;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.WatchedRun;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.Task;
import fleet.mesh.Matrix;
import fleet.mesh.MeshApply;
import fleet.mesh.MeshVerify;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A run that changes the mesh: a line a phase, what went wrong, and the proof. */
final class MeshRun {
  private final Surroundings surroundings;
  private final Members members;
  private final RunOptions options;
  private final Task.Mode mode;
  private final PrintStream out;
  private final List<MeshReport.Phase> phases = new ArrayList<>();

  MeshRun(Surroundings surroundings, Members members, RunOptions options, Task.Mode mode) {
    this.surroundings = surroundings;
    this.members = members;
    this.options = options;
    this.mode = mode;
    this.out = WatchedRun.prose(options);
  }

  /**
   * What is known at the end: how the machines came out, and who reaches whom.
   *
   * @param red whether something else is not as it should be
   */
  record Ended(List<MachineResult> results, Optional<Matrix> matrix, boolean red) {
    int exit(RunOptions options) {
      int run = red ? Exit.FAILED : Exit.of(results, options.isStrict(), false);
      if (run == Exit.FAILED || matrix.isEmpty() || matrix.get().ok()) {
        return run;
      }
      return matrix.get().onlyLostSpoilIt() ? Exit.UNREACHABLE : Exit.FAILED;
    }
  }

  /** One or more phases of a run. */
  @FunctionalInterface
  interface Doing {
    Ended in(WatchedRun run) throws InterruptedException, IOException;
  }

  /** Where the public keys of this fleet are kept. */
  Path book() {
    return surroundings.state().resolve("mesh/" + members.fleet().name() + ".json");
  }

  /** Tells of a phase as it ends. */
  void phase(String name, String how) {
    phases.add(new MeshReport.Phase(name, how));
    out.printf("%-10s  %s%n", name, how);
  }

  int run(String command, Fleet fleet, Doing doing) throws InterruptedException, IOException {
    List<String> names = fleet.members().stream().map(Machine::name).toList();
    try (WatchedRun run = WatchedRun.phased(surroundings, options, command, names, mode)) {
      Ended ended = doing.in(run);
      int exit = ended.exit(options);
      if (options.isJson()) {
        System.out.println(
            JsonMapper.shared().writeValueAsString(MeshReport.of(run, phases, ended)));
      }
      run.end(exit);
      return exit;
    }
  }

  List<MachineResult> apply(WatchedRun run, Fleet fleet, List<Machine> chosen, Connector connector)
      throws InterruptedException, IOException {
    return new MeshApply(
            fleet,
            chosen,
            members.playbooks(),
            book(),
            run.id(),
            mode,
            surroundings::operator,
            options.guarding(fleet.members()),
            options.parallel(),
            run.watcher(),
            this::phase)
        .on(connector);
  }

  /** The proof: each of the chosen machines tests the way to each member. */
  Matrix verify(List<Machine> chosen, List<MachineResult> results, Connector connector)
      throws InterruptedException {
    Map<String, String> lost =
        results.stream()
            .filter(result -> result.outcome() instanceof Outcome.Unreachable)
            .collect(Collectors.toMap(MachineResult::machine, result -> result.outcome().why()));
    Matrix matrix = tests(connector).from(chosen, members.fleet().members(), lost);
    phase("verify", Summary.lines(matrix).getFirst());
    Broken.lines(matrix).forEach(out::println);
    return matrix;
  }

  MeshVerify tests(Connector connector) {
    return new MeshVerify(connector, options.parallel(), new SecureRandom(), (_, _, _) -> {});
  }
}
