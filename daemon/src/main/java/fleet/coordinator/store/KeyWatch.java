package fleet.coordinator.store;

import java.time.Duration;

/** Looks each second whether another coordinator has ended a key. */
final class KeyWatch implements AutoCloseable {
  private static final Duration EACH = Duration.ofSeconds(1);

  private final Database database;
  private final KeyCache cache;
  private final Thread thread;

  KeyWatch(Database database, KeyCache cache) {
    this.database = database;
    this.cache = cache;
    thread = Thread.ofVirtual().name("fleet-store-keys").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(EACH);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try (Session session = new Session(database, false)) {
      cache.stillAt(session.number(KeyTable.ENDED));
    } catch (StoreException _) {
      // Nothing is known, and so the cache soon trusts nothing.
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
