package fleet.health;

import fleet.wire.CoordinatorException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * A time for the whole of a coordinator's answer: who sends a byte now and then runs into no other
 * limit.
 */
final class Patience {
  private Patience() {}

  static JsonNode within(Duration limit, ToldBoard.Word word)
      throws CoordinatorException, InterruptedException {
    FutureTask<JsonNode> asking = new FutureTask<>(word::machines);
    Thread.ofPlatform().daemon().name("coordinator").start(asking);
    try {
      return asking.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new CoordinatorException(0, "no whole answer within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CoordinatorException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
