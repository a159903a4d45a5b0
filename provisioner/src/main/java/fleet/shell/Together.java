package fleet.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** One question to many machines, so many of them at a time, each on a thread of its own. */
public final class Together {
  private Together() {}

  /** What is asked; it answers for all that can go wrong with a machine. */
  @FunctionalInterface
  public interface Question<T, R> {
    R ask(T one) throws InterruptedException;
  }

  /** The answers, in the order of those who were asked. */
  public static <T, R> List<R> ask(List<T> all, int parallel, Question<T, R> question)
      throws InterruptedException {
    Semaphore places = new Semaphore(parallel);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> asked = new ArrayList<>();
      for (T one : all) {
        // Taken here, so that they have their turns in their order.
        places.acquire();
        asked.add(threads.submit(() -> within(places, question, one)));
      }
      List<R> answers = new ArrayList<>();
      for (Future<R> each : asked) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static <T, R> R within(Semaphore places, Question<T, R> question, T one)
      throws InterruptedException {
    try {
      return question.ask(one);
    } finally {
      places.release();
    }
  }
}
