package fleet.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One stream's share of a batch: what each fragment printed there, and how far the machine has
 * come.
 */
final class Batch implements FrameReader.Sink {
  private final List<Fragment> fragments;
  private final List<Capture> captures = new ArrayList<>();
  private final int[] statuses;
  private final long[] nanos;
  private final Capture noise = new Capture(4096);
  private volatile int current = -1;
  private volatile long since = System.nanoTime();
  private volatile long pid;

  Batch(List<Fragment> fragments, int limit) {
    this.fragments = fragments;
    this.statuses = new int[fragments.size()];
    this.nanos = new long[fragments.size()];
    fragments.forEach(_ -> captures.add(new Capture(limit)));
  }

  @Override
  public void data(byte[] bytes, int from, int length) {
    capture().add(bytes, from, length);
  }

  @Override
  public void mark(String id, long number) throws IOException {
    int index = current;
    long now = System.nanoTime();
    if (index < 0 && id.equals(Framing.BEGIN)) {
      pid = number;
    } else if (index >= 0 && !done() && id.equals(fragments.get(index).id())) {
      statuses[index] = (int) number;
      nanos[index] = now - since;
    } else {
      throw new IOException("broken frame: did not expect the mark of " + id);
    }
    since = now;
    current = index + 1;
  }

  /** What is being printed into: the current fragment, or what came before the first. */
  Capture capture() {
    return current >= 0 && !done() ? captures.get(current) : noise;
  }

  /** The id of the fragment that runs; none before the first and after the last. */
  Optional<String> fragment() {
    int index = current;
    return index < 0 || done() ? Optional.empty() : Optional.of(fragments.get(index).id());
  }

  Capture capture(int index) {
    return captures.get(index);
  }

  /** The fragment that runs: -1 before the first, their number after the last. */
  int current() {
    return current;
  }

  /** When the current fragment began, by {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  long pid() {
    return pid;
  }

  boolean done() {
    return current == fragments.size();
  }

  int status(int index) {
    return statuses[index];
  }

  /** From the mark before the fragment to its own. */
  Duration took(int index) {
    return Duration.ofNanos(nanos[index]);
  }

  String noise() {
    return noise.text().strip();
  }
}
