package fleet.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the clock while a batch runs: ends fragments that take too long, and the conversation
 * when the machine is silent for too long or a fragment will not die.
 */
final class Watch {
  private static final Duration PULSE = Duration.ofSeconds(15);
  private static final List<String> SIGNALS = List.of("TERM", "KILL", "KILL");

  private final FramedShell shell;
  private final Carrier carrier;
  private final Killer killer;
  private final Limits limits;
  private final List<Fragment> fragments;
  private final Batch batch;
  private final BitSet timedOut = new BitSet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private @Nullable Thread thread;
  private boolean over;
  private volatile long wake = Long.MIN_VALUE;

  Watch(
      FramedShell shell,
      Carrier carrier,
      Killer killer,
      Limits limits,
      List<Fragment> fragments,
      Batch batch) {
    this.shell = shell;
    this.carrier = carrier;
    this.killer = killer;
    this.limits = limits;
    this.fragments = fragments;
    this.batch = batch;
  }

  void start() {
    thread = carrier.threads().name("watch").start(this::run);
  }

  /** Ends the watch, after any signal that is on its way: it must not hit the next batch. */
  void end() {
    lock.lock();
    try {
      over = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
    Thread watching = thread;
    if (watching != null) {
      try {
        watching.join(limits.idle());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean timedOut(int index) {
    return timedOut.get(index);
  }

  /** The batch has come further: what runs now may have less time than what the watch waits for. */
  void moved() {
    if (!batch.done() && deadline(batch.current()) < wake) {
      lock.lock();
      try {
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private Duration limit(int index) {
    return index < 0 ? limits.idle() : fragments.get(index).limit();
  }

  private long deadline(int index) {
    return batch.since() + limit(index).toNanos();
  }

  private void run() {
    long pulse = System.nanoTime() + PULSE.toNanos();
    while (!batch.done()) {
      int index = batch.current();
      Duration limit = limit(index);
      long deadline = deadline(index);
      if (pauseUntil(Math.min(deadline, pulse), true)) {
        return;
      }
      if (System.nanoTime() - deadline >= 0 && batch.current() == index) {
        if (index < 0) {
          shell.abandon(carrier.name() + ": no answer for " + limit.toSeconds() + " s");
          return;
        }
        if (!kill(index)) {
          return;
        }
      } else if (System.nanoTime() - pulse >= 0) {
        if (!carrier.answers(limits.idle())) {
          shell.abandon(
              carrier.name() + ": gave no sign of life for " + limits.idle().toSeconds() + " s");
          return;
        }
        pulse = System.nanoTime() + PULSE.toNanos();
      }
    }
  }

  /** Ends what a fragment started; false when the conversation is over. */
  private boolean kill(int index) {
    timedOut.set(index);
    for (String signal : SIGNALS) {
      try {
        killer.signal(batch.pid(), signal);
      } catch (IOException e) {
        shell.abandon(carrier.name() + ": cannot end " + fragments.get(index).id() + ": " + e);
        return false;
      }
      long patience = System.nanoTime() + limits.grace().toNanos();
      while (batch.current() == index && System.nanoTime() < patience) {
        if (pauseUntil(System.nanoTime() + 20_000_000, false)) {
          return false;
        }
      }
      if (batch.current() != index) {
        return true;
      }
    }
    shell.abandon(carrier.name() + ": " + fragments.get(index).id() + " does not end when killed");
    return false;
  }

  /** Waits, less long where a new fragment has less time, and says whether the watch is over. */
  private boolean pauseUntil(long moment, boolean mayMove) {
    lock.lock();
    try {
      wake = moment;
      long left = moment - System.nanoTime();
      while (!over && left > 0) {
        ended.await(left, TimeUnit.NANOSECONDS);
        if (mayMove && !batch.done()) {
          wake = Math.min(moment, deadline(batch.current()));
        }
        left = wake - System.nanoTime();
      }
      return over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
