package fleet.coordinator.store;

import fleet.coordinator.Actor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The keys that were asked for, until any key ends. Where other coordinators may end one, it holds
 * only as long as {@link #stillAt} is told again and again that none has.
 */
final class KeyCache {
  /** A key that was revoked elsewhere lives on for no longer. */
  static final Duration TRUST = Duration.ofSeconds(3);

  private final boolean own;
  private Map<String, Actor> actors = new ConcurrentHashMap<>();
  private long ends = -1;
  private long trustedAt = System.nanoTime();

  KeyCache(boolean own) {
    this.own = own;
  }

  /**
   * The one of that key; looked up where it is not known, and kept unless a key ended meanwhile.
   */
  Optional<Actor> find(String sha256, Supplier<Optional<Actor>> lookup) {
    Map<String, Actor> now = current();
    Actor known = now.get(sha256);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Actor> found = lookup.get();
    found.ifPresent(actor -> now.put(sha256, actor));
    return found;
  }

  /** What is put into a map that is no longer the current one is forgotten with it. */
  private synchronized Map<String, Actor> current() {
    if (!own && System.nanoTime() - trustedAt > TRUST.toNanos()) {
      forget();
    }
    return actors;
  }

  synchronized void forget() {
    actors = new ConcurrentHashMap<>();
  }

  /** As of now that many keys have ended in the database. */
  synchronized void stillAt(long ended) {
    if (ended != ends) {
      forget();
    }
    ends = ended;
    trustedAt = System.nanoTime();
  }
}
