package fleet.proof;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;

/** Waits for what a busy computer does late; it is generous, so that only a defect fails. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What may come true. */
  interface Fact {
    boolean holds() throws Exception;
  }

  private Eventually() {}

  static void is(Fact fact) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        if (fact.holds()) {
          return;
        }
      } catch (Exception e) {
        if (System.nanoTime() > end) {
          fail(e);
        }
      }
      if (System.nanoTime() > end) {
        fail("it did not come true within " + LIMIT);
      }
      Thread.sleep(200);
    }
  }
}
