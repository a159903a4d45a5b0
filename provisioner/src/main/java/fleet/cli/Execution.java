package fleet.cli;

import fleet.converge.FleetRun;
import fleet.converge.MachineResult;
import fleet.converge.RunReport;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** One run from the command line: it is watched, kept in the journal, summed up and reported. */
public final class Execution {
  private final Surroundings surroundings;
  private final RunOptions options;
  private final String command;

  public Execution(Surroundings surroundings, RunOptions options, String command) {
    this.surroundings = surroundings;
    this.options = options;
    this.command = command;
  }

  /**
   * Does the work on each machine and returns how they came out.
   *
   * @param work what to do, given the run's id
   */
  public List<MachineResult> run(
      List<Machine> machines, Function<String, Work> work, Connector connector)
      throws InterruptedException {
    return run(machines, run -> work.apply(run.id()), connector, this::summedUp);
  }

  /**
   * The same with an ending of its own.
   *
   * @param work what to do, given the run
   */
  public List<MachineResult> run(
      List<Machine> machines, Function<WatchedRun, Work> work, Connector connector, Ending ending)
      throws InterruptedException {
    List<String> names = machines.stream().map(Machine::name).toList();
    try (WatchedRun run = WatchedRun.begin(surroundings, command, names, view(names))) {
      List<MachineResult> results =
          new FleetRun(
                  work.apply(run),
                  options.parallel(),
                  options.canary,
                  options.maxFail(),
                  run.watcher())
              .on(machines, connector);
      run.end(ending.of(run, results));
      return results;
    }
  }

  /** What is told at the end of a run, and what it ends with. */
  @FunctionalInterface
  public interface Ending {
    int of(WatchedRun run, List<MachineResult> results);
  }

  private int summedUp(WatchedRun run, List<MachineResult> results) {
    report(RunReport.of(run.id(), command, run.begun(), results), results);
    return Exit.of(results, options.strict, false);
  }

  private Watcher view(List<String> names) {
    boolean single = names.size() == 1;
    if (!single && live()) {
      return new TerminalView(System.out, paint(), Screen.ofTerminal(), names);
    }
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    Optional<Screen> screen = live() ? Optional.of(Screen.ofTerminal()) : Optional.empty();
    return new LineView(WatchedRun.prose(options), paint(), width, detail(single), screen);
  }

  private LineView.Detail detail(boolean single) {
    if (options.verbose) {
      return LineView.Detail.OUTPUT;
    }
    return options.everything || single ? LineView.Detail.STEPS : LineView.Detail.NEWS;
  }

  private void report(RunReport report, List<MachineResult> results) {
    if (live() && results.size() > 1) {
      Summary.bad(results, paint()).forEach(WatchedRun.prose(options)::println);
    }
    Summary.lines(results, paint()).forEach(WatchedRun.prose(options)::println);
    if (options.json) {
      System.out.println(JsonMapper.shared().writeValueAsString(report));
    }
    options.junit().ifPresent(file -> JunitReport.write(file, report));
  }

  /** Whether lines of a terminal are written over, so that what went wrong must be told again. */
  private boolean live() {
    return surroundings.terminal() && !options.json && !options.verbose;
  }

  private Paint paint() {
    return new Paint(surroundings.colour() && !options.json);
  }
}
