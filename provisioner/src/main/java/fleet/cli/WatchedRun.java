package fleet.cli;

import fleet.converge.Journal;
import fleet.converge.Watcher;
import fleet.registry.Ulid;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * A run with an id: all that happens in it is shown and kept in the journal.
 *
 * @param watcher to be told what happens
 */
record WatchedRun(String id, String command, Instant begun, Journal journal, Watcher watcher)
    implements AutoCloseable {

  static WatchedRun begin(
      Surroundings surroundings, String command, List<String> machines, Watcher view) {
    Instant begun = Instant.now();
    String id = Ulid.next("run", InstantSource.system(), new SecureRandom());
    Journal journal =
        Journal.begin(surroundings.state().resolve("runs"), id, command, begun, machines);
    return new WatchedRun(id, command, begun, journal, Watcher.both(journal, view));
  }

  /** Notes how the run ended. */
  void end(int exit) {
    journal.end(exit);
  }

  @Override
  public void close() {
    journal.close();
  }
}
