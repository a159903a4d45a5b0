package fleet.coordinator.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;

/**
 * The one thread that writes. While a commit waits for the disk the next jobs queue up, and all of
 * them go into the next commit: the busier it is, the less a job costs.
 */
final class Writer implements AutoCloseable {
  private static final int MOST_WAITING = 20_000;
  private static final int MOST_AT_ONCE = 4096;

  private final BlockingQueue<Job> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Database database;
  private final BiConsumer<Session, List<Job>> work;
  private final Thread thread;
  private volatile boolean closed;

  /** What somebody waits for. */
  sealed interface Job permits BeatsJob, WorkJob {
    /** All that it did is durable. */
    void done();

    void failed(RuntimeException why);
  }

  Writer(Database database, BiConsumer<Session, List<Job>> work) {
    this.database = database;
    this.work = work;
    thread = Thread.ofPlatform().name("fleet-store").daemon().unstarted(this::run);
    thread.start();
  }

  void add(Job job) {
    if (Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("a work on the tables cannot wait for another one");
    }
    try {
      waiting.put(job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted before it was stored", e);
    }
    if (closed) {
      refuse();
    }
  }

  private void run() {
    try {
      List<Job> jobs = new ArrayList<>();
      while (!closed || !waiting.isEmpty()) {
        jobs.add(waiting.take());
        waiting.drainTo(jobs, MOST_AT_ONCE - 1);
        together(List.copyOf(jobs));
        jobs.clear();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      refuse();
    }
  }

  private void together(List<Job> jobs) {
    try (Session session = new Session(database, true)) {
      work.accept(session, jobs);
      session.commit();
    } catch (RuntimeException e) {
      if (jobs.size() > 1 && !unwell(e)) {
        // One of them is poison, and the others shall not die of it.
        jobs.forEach(job -> together(List.of(job)));
      } else {
        jobs.forEach(job -> job.failed(e));
      }
      return;
    } catch (Error e) {
      // Out of memory, as a rule: who waits is told, and the next may fit.
      jobs.forEach(job -> job.failed(new IllegalStateException(e)));
      return;
    }
    jobs.forEach(Job::done);
  }

  private boolean unwell(RuntimeException e) {
    return e.getCause() instanceof SQLException cause && database.unwell(cause);
  }

  private void refuse() {
    List<Job> late = new ArrayList<>();
    waiting.drainTo(late);
    late.forEach(job -> job.failed(new StoreException("the coordinator is stopping")));
  }

  @Override
  public void close() {
    closed = true;
    waiting.offer(new WorkJob<>(_ -> "wakes the thread"));
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
