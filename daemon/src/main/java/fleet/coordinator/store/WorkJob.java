package fleet.coordinator.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A work on the tables on its way to the disk. */
final class WorkJob<T> implements Writer.Job {
  final CompletableFuture<T> future = new CompletableFuture<>();
  private @Nullable Supplier<T> answer;
  private @Nullable Throwable failure;

  private final Function<Session, T> work;

  WorkJob(Function<Session, T> work) {
    this.work = work;
  }

  /** It fails alone, unless the database itself is not well. */
  void run(Session session) {
    answer = null;
    failure = null;
    try {
      session.part(
          () -> {
            T result = work.apply(session);
            answer = () -> result;
          });
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  @Override
  public void done() {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (answer != null) {
      future.complete(answer.get());
    } else {
      future.completeExceptionally(new IllegalStateException("it was never run"));
    }
  }

  @Override
  public void failed(RuntimeException why) {
    future.completeExceptionally(why);
  }
}
