package fleet.cli;

import fleet.converge.Journal;
import fleet.converge.Task;
import fleet.converge.Watcher;
import fleet.registry.Ulid;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A run with an id: all that happens in it is shown and kept in the journal.
 *
 * @param watcher to be told what happens
 */
public record WatchedRun(String id, String command, Instant begun, Journal journal, Watcher watcher)
    implements AutoCloseable {

  static WatchedRun begin(
      Surroundings surroundings, String command, List<String> machines, Watcher view) {
    Instant begun = Instant.now();
    String id = Ulid.next("run", InstantSource.system(), new SecureRandom());
    Journal journal =
        Journal.begin(surroundings.state().resolve("runs"), id, command, begun, machines);
    return new WatchedRun(id, command, begun, journal, Watcher.both(journal, view));
  }

  /** A run that is told by its phases: of its steps only those that would change or went wrong. */
  public static WatchedRun phased(
      Surroundings surroundings,
      RunOptions options,
      String command,
      List<String> machines,
      Task.Mode mode) {
    int width = machines.stream().mapToInt(String::length).max().orElse(0);
    LineView.Detail detail =
        options.verbose
            ? LineView.Detail.OUTPUT
            : mode == Task.Mode.PLAN ? LineView.Detail.NEWS : LineView.Detail.TROUBLE;
    Paint paint = new Paint(surroundings.colour() && !options.json);
    return begin(
        surroundings,
        command,
        machines,
        new LineView(prose(options), paint, width, detail, Optional.empty()));
  }

  /** Where lines for a person go: not among JSON. */
  public static PrintStream prose(RunOptions options) {
    return options.json ? System.err : System.out;
  }

  /** Notes how the run ended. */
  public void end(int exit) {
    journal.end(exit);
  }

  @Override
  public void close() {
    journal.close();
  }
}
