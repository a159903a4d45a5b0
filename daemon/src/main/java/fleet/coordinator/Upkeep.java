package fleet.coordinator;

import fleet.coordinator.store.Store;
import fleet.coordinator.store.StoreException;
import fleet.verdict.Listening;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a coordinator does by itself: it says that it is up, and throws away what is too old. */
public final class Upkeep implements AutoCloseable {
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final Duration THIN_EACH = Duration.ofHours(1);
  private static final Duration COUNT_EACH = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource clock;
  private final ClockGuard guard;
  private final Thread thread;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Optional<Failure> failure = Optional.empty();
  private volatile int machines;
  private volatile Listening listening;
  private volatile boolean closing;

  public Upkeep(Store store, InstantSource clock, ClockGuard guard) {
    this.store = store;
    this.clock = clock;
    this.guard = guard;
    this.listening = store.write(tables -> tables.uptime().alive(clock.instant()));
    this.thread = Thread.ofPlatform().daemon().name("upkeep").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** What the store said to somebody, and when by the time since the start of this process. */
  private record Failure(long nanos, String why) {}

  /**
   * The store has failed somebody; where room is scarce, our own small marks may still be taken.
   */
  public void failed(String why) {
    failure = Optional.of(new Failure(System.nanoTime(), why));
  }

  /** Why what is sent here cannot be written, in one line; none as a rule. */
  public Optional<String> trouble() {
    long recent = System.nanoTime() - 2 * EACH.toNanos();
    return trouble.or(() -> failure.filter(last -> last.nanos() > recent).map(Failure::why));
  }

  /** How many machines there are, or were a minute ago. */
  public int machines() {
    return machines;
  }

  /** How long the coordinators of this store have listened, which verdicts go by. */
  public Listening listening() {
    return listening;
  }

  private void run() {
    Instant thinned = Instant.MIN;
    Instant counted = Instant.MIN;
    while (!closing) {
      Instant now = clock.instant();
      try {
        Optional<String> back = guard.refusal(now);
        if (back.isEmpty()) {
          listening = store.write(tables -> tables.uptime().alive(now));
          if (isDue(counted, COUNT_EACH, now)) {
            machines = Math.toIntExact(store.read(tables -> tables.members().total()));
            counted = now;
          }
          if (isDue(thinned, THIN_EACH, now)) {
            store.thin(now);
            thinned = now;
          }
        }
        trouble = back;
      } catch (StoreException e) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
      }
      pause();
    }
  }

  private static boolean isDue(Instant last, Duration each, Instant now) {
    return last.equals(Instant.MIN) || !now.isBefore(last.plus(each)) || now.isBefore(last);
  }

  private void pause() {
    try {
      Thread.sleep(EACH);
    } catch (InterruptedException _) {
      closing = true;
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
