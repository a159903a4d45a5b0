package fleet.cli;

import fleet.converge.MachineResult;
import fleet.converge.RunReport;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.mesh.MeshApply;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.KeptConnections;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet mesh apply} and what rests on it: a line a phase, and then what went wrong. */
public final class MeshRun {
  private final Surroundings surroundings;
  private final Members members;
  private final RunOptions options;

  public MeshRun(Surroundings surroundings, Members members, RunOptions options) {
    this.surroundings = surroundings;
    this.members = members;
    this.options = options;
  }

  /** Where the public keys of this fleet are kept. */
  public static Path book(Surroundings surroundings, Members members) {
    return surroundings.state().resolve("mesh/" + members.fleet().name() + ".json");
  }

  public int apply(Task.Mode mode) throws InterruptedException, IOException {
    List<Machine> chosen = members.chosen(options, false);
    List<String> names = members.fleet().members().stream().map(Machine::name).toList();
    PrintStream out = options.json ? System.err : System.out;
    try (Connector connector = new KeptConnections(members.connector(options));
        WatchedRun run =
            WatchedRun.begin(surroundings, "mesh apply", names, view(out, mode, names))) {
      List<MachineResult> results =
          new MeshApply(
                  members.fleet(),
                  chosen,
                  members.playbooks(),
                  book(surroundings, members),
                  run.id(),
                  mode,
                  surroundings.operator(),
                  options.parallel(),
                  run.watcher(),
                  (phase, how) -> out.printf("%-10s  %s%n", phase, how))
              .on(connector);
      int exit = Exit.of(results, options.strict, false);
      if (options.json) {
        System.out.println(
            JsonMapper.shared()
                .writeValueAsString(RunReport.of(run.id(), run.command(), run.begun(), results)));
      }
      run.end(exit);
      return exit;
    }
  }

  private Watcher view(PrintStream out, Task.Mode mode, List<String> names) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    LineView.Detail detail =
        options.verbose
            ? LineView.Detail.OUTPUT
            : mode == Task.Mode.PLAN ? LineView.Detail.NEWS : LineView.Detail.TROUBLE;
    Paint paint = new Paint(surroundings.colour() && !options.json);
    return new LineView(out, paint, width, detail, Optional.empty());
  }
}
