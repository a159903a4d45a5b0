package fleet.sim;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** What is due at which second, at most one thing a machine: a list for each second. */
final class Wheel {
  private static final int NONE = -1;

  private final int[] first;
  private final int[] next;
  private final int[] previous;
  private final int[] due;

  Wheel(int machines, int seconds) {
    first = filled(seconds);
    next = filled(machines);
    previous = filled(machines);
    due = filled(machines);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }

  /** Instead of what was due of that machine; never what lies beyond the end. */
  void put(int machine, long second) {
    remove(machine);
    if (second >= first.length) {
      return;
    }
    int at = (int) second;
    int after = first[at];
    due[machine] = at;
    next[machine] = after;
    previous[machine] = NONE;
    first[at] = machine;
    if (after != NONE) {
      previous[after] = machine;
    }
  }

  /** When the machine is due; negative if it is not. */
  int due(int machine) {
    return due[machine];
  }

  void remove(int machine) {
    if (due[machine] == NONE) {
      return;
    }
    int before = previous[machine];
    int after = next[machine];
    if (before == NONE) {
      first[due[machine]] = after;
    } else {
      next[before] = after;
    }
    if (after != NONE) {
      previous[after] = before;
    }
    due[machine] = NONE;
  }

  /** Takes all out that are due at that second. */
  void take(int second, IntConsumer each) {
    while (first[second] != NONE) {
      int machine = first[second];
      remove(machine);
      each.accept(machine);
    }
  }
}
