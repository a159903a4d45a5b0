package fleet.sim.load;

import fleet.wire.Pin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many machines that beat as fast as they are answered, each waiting for its answer.
 *
 * @param url of the coordinator
 * @param tokens of the machines
 * @param connections how many are kept open, and so how many beats are on their way at most
 */
public record Load(
    URI url, Optional<Pin> pin, List<String> tokens, int connections, Duration length) {
  public Load {
    tokens = List.copyOf(tokens);
    connections = Math.min(connections, tokens.size());
  }

  /** What came of it. */
  public LoadFigures run() throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + length.toNanos();
    List<Tally> tallies = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tally>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(new Caller(url, pin, share(i), end)));
      }
      for (Future<Tally> one : running) {
        tallies.add(finished(one));
      }
    }
    return LoadFigures.of(tallies, Duration.ofNanos(System.nanoTime() - begin), tokens.size());
  }

  private static Tally finished(Future<Tally> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Each machine belongs to one connection, so that its beats come in order. */
  private List<String> share(int connection) {
    List<String> share = new ArrayList<>();
    for (int i = connection; i < tokens.size(); i += connections) {
      share.add(tokens.get(i));
    }
    return share;
  }
}
