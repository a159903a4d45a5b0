package fleet.cli.harden;

import fleet.cli.Execution;
import fleet.cli.Exit;
import fleet.cli.RunOptions;
import fleet.cli.WatchedRun;
import fleet.converge.MachineResult;
import fleet.converge.Task;
import fleet.harden.Hardened;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** What a run of {@code fleet harden} tells at its end. */
public final class HardenEnding implements Execution.Ending {
  private final RunOptions options;
  private final String profile;
  private final Task.Mode mode;
  private final Map<String, Hardened> heard = new ConcurrentHashMap<>();
  private int exit = Exit.OK;

  public HardenEnding(RunOptions options, String profile, Task.Mode mode) {
    this.options = options;
    this.profile = profile;
    this.mode = mode;
  }

  /** What came of one machine. */
  public void hear(Hardened hardened) {
    heard.put(hardened.machine(), hardened);
  }

  public int exit() {
    return exit;
  }

  @Override
  public int of(WatchedRun run, List<MachineResult> results) {
    PrintStream out = WatchedRun.prose(options);
    for (MachineResult result : results) {
      machine(result.machine())
          .map(HardenText::machine)
          .orElseGet(() -> List.of(HardenText.lost(result)))
          .forEach(out::println);
    }
    out.println(HardenText.total(results, heard.values()));
    if (options.isJson()) {
      System.out.println(
          JsonMapper.shared()
              .writeValueAsString(HardenDocument.of(run, profile, results, this::machine)));
    }
    exit = code(results);
    return exit;
  }

  private Optional<Hardened> machine(String name) {
    return Optional.ofNullable(heard.get(name));
  }

  private int code(List<MachineResult> results) {
    boolean red = mode == Task.Mode.APPLY && heard.values().stream().anyMatch(Hardened::isRed);
    return red ? Exit.FAILED : Exit.of(results, options.isStrict(), false);
  }
}
