package fleet.coordinator.store;

import java.io.PrintStream;
import java.util.stream.IntStream;

/**
 * Beats a store without an end, for {@link KilledStoreTest} to kill: {@code DATABASE SERIES
 * MACHINES}. Each acknowledged beat is a line, {@code MACHINE NUMBER}, written when it was.
 */
final class Beating {
  private Beating() {}

  public static void main(String[] words) throws Exception {
    Store store = Ground.open(words[0]);
    PrintStream out = System.out;
    Thread[] machines =
        IntStream.range(0, Integer.parseInt(words[2]))
            .mapToObj(m -> Thread.ofPlatform().start(() -> beat(store, words[1], "mach_" + m, out)))
            .toArray(Thread[]::new);
    for (Thread machine : machines) {
      machine.join();
    }
  }

  private static void beat(Store store, String series, String machine, PrintStream out) {
    for (long number = 1; ; number++) {
      var beat =
          number % 5 == 1
              ? Sample.full(series, number, StoreTest.NOON, "disk-full")
              : Sample.beat(series, number);
      Sample.beats(store, machine, StoreTest.NOON, beat);
      out.println(machine + " " + number);
    }
  }
}
