package fleet.converge.guard;

import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Logs in afresh by every way, before a risky change and after it. */
public final class Logins {
  /** A single login may be dropped while sshd reads its configuration, or by its own limits. */
  private static final int TRIES = 3;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Fewer than sshd lets in at once. */
  private static final int AT_ONCE = 4;

  private static final String GREETING =
      "if [ \"$(id -u)\" = 0 ] || sudo -n true 2>/dev/null; then echo root; else echo in; fi";

  private static final Entry NOT_TRIED = new Entry(Optional.of("not tried"), false);

  private final Connector connector;
  private final List<Way> ways;
  private Map<Way, Entry> before = Map.of();

  public Logins(Connector connector, List<Way> ways) {
    this.connector = connector;
    this.ways = List.copyOf(ways);
  }

  /**
   * How one login went.
   *
   * @param refusal why it did not work
   * @param root whether it may become root
   */
  record Entry(Optional<String> refusal, boolean root) {
    boolean in() {
      return refusal.isEmpty();
    }
  }

  /**
   * Finds out which ways work before anything is changed; why nothing could be proven, if fleet's
   * own account has none.
   */
  public Optional<String> begin() {
    before = all(ways);
    List<Entry> own =
        ways.stream().filter(way -> way.kind() == Way.Kind.OWN).map(this::was).toList();
    return own.stream().anyMatch(Entry::in)
        ? Optional.empty()
        : own.stream().flatMap(entry -> entry.refusal().stream()).findFirst();
  }

  /** The ways that worked before: what can be proven. */
  public List<Way> open() {
    return ways.stream().filter(way -> was(way).in()).toList();
  }

  /** The ways that did not work before either. */
  public List<Way> shut() {
    return ways.stream().filter(way -> !was(way).in()).toList();
  }

  /**
   * What no longer works of what did; nothing if all does. Only the first that fails is tried
   * again: many refused logins would have sshd refuse us altogether.
   */
  public Optional<String> lost() {
    for (var each : all(open()).entrySet()) {
      Way way = each.getKey();
      Optional<String> lost = lost(way, was(way), each.getValue());
      if (lost.isPresent() && !comesBack(way)) {
        return lost;
      }
    }
    return Optional.empty();
  }

  private boolean comesBack(Way way) {
    for (int i = 1; i < TRIES; i++) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (lost(way, was(way), enter(way)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  static Optional<String> lost(Way way, Entry before, Entry now) {
    if (!now.in()) {
      return Optional.of("login as " + way.name() + ": " + now.refusal().orElseThrow());
    }
    return before.root() && !now.root()
        ? Optional.of("sudo as " + way.name() + " is refused")
        : Optional.empty();
  }

  private Entry was(Way way) {
    return before.getOrDefault(way, NOT_TRIED);
  }

  private Map<Way, Entry> all(List<Way> some) {
    Map<Way, Entry> entries = new LinkedHashMap<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      Map<Way, Future<Entry>> running = new LinkedHashMap<>();
      some.forEach(way -> running.put(way, threads.submit(() -> enter(way))));
      for (var each : running.entrySet()) {
        entries.put(each.getKey(), each.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      some.forEach(way -> entries.putIfAbsent(way, NOT_TRIED));
    }
    return entries;
  }

  private Entry enter(Way way) {
    try (Connection connection = connector.openFresh(way.machine(), GREETING)) {
      boolean root =
          switch (way.kind()) {
            case OWN -> rises(connection);
            case OTHER -> connection.greeting().strip().equals("root");
            case BEHIND -> false;
          };
      return new Entry(Optional.empty(), root);
    } catch (UnreachableException e) {
      return new Entry(Optional.of(e.why()), false);
    }
  }

  /** Root as fleet itself becomes it, with a password where that is the way. */
  private static boolean rises(Connection connection) throws UnreachableException {
    try {
      connection.shell(Account.ROOT);
      return true;
    } catch (BlockedException _) {
      return false;
    }
  }
}
