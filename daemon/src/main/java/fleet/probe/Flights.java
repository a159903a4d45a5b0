package fleet.probe;

import fleet.report.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Questions in threads of their own. One that still hangs from an earlier time is not asked again,
 * so that a dead mount costs one thread and not one a beat.
 *
 * <p>The threads are the system's, because a call that hangs in the kernel would hold on to the
 * carrier of a virtual one.
 */
public final class Flights {
  private final ConcurrentMap<String, Flight> up = new ConcurrentHashMap<>();

  /** A thread lives on for a moment after its answer. */
  private record Flight(Thread thread, AtomicBoolean answered) {}

  /** A question and how long its answer may take. */
  public record Question<T>(Callable<Reading<T>> ask, Duration limit) {}

  /** Asks all at the same time; every question has a reading, whatever becomes of it. */
  public <T> SortedMap<String, Reading<T>> ask(Map<String, Question<T>> questions)
      throws InterruptedException {
    long begin = System.nanoTime();
    var started = new TreeMap<String, FutureTask<Reading<T>>>();
    questions.forEach(
        (name, question) -> {
          if (!flies(name)) {
            started.put(name, start(name, question));
          }
        });
    var readings = new TreeMap<String, Reading<T>>();
    for (var question : questions.entrySet()) {
      FutureTask<Reading<T>> task = started.get(question.getKey());
      Duration limit = question.getValue().limit();
      readings.put(
          question.getKey(),
          task == null
              ? new Reading.TimedOut<>(limit)
              : landed(task, limit, limit.toNanos() - (System.nanoTime() - begin)));
    }
    return readings;
  }

  private boolean flies(String name) {
    Flight flight = up.get(name);
    return flight != null && flight.thread().isAlive() && !flight.answered().get();
  }

  private <T> FutureTask<Reading<T>> start(String name, Question<T> question) {
    var answered = new AtomicBoolean();
    var task =
        new FutureTask<>(
            () -> {
              try {
                return question.ask().call();
              } finally {
                answered.set(true);
              }
            });
    Thread thread = Thread.ofPlatform().daemon().name("probe " + name).start(task);
    up.put(name, new Flight(thread, answered));
    return task;
  }

  private static <T> Reading<T> landed(FutureTask<Reading<T>> task, Duration limit, long nanosLeft)
      throws InterruptedException {
    try {
      return task.get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      task.cancel(true);
      return new Reading.TimedOut<>(limit);
    } catch (ExecutionException e) {
      return new Reading.Failed<>(why(Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private static String why(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
