package fleet.sim;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** What is due at which second, at most one thing a machine: a list for each second. */
final class Wheel {
  private static final int NONE = -1;

  /** Of each machine the one after it, the one before it, and its second; together in memory. */
  private static final int AFTER = 0;

  private static final int BEFORE = 1;
  private static final int DUE = 2;
  private static final int EACH = 4;

  private final int[] first;
  private final int[] links;

  Wheel(int machines, int seconds) {
    first = filled(seconds);
    links = filled(machines * EACH);
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
    int own = machine * EACH;
    links[own + AFTER] = after;
    links[own + BEFORE] = NONE;
    links[own + DUE] = at;
    first[at] = machine;
    if (after != NONE) {
      links[after * EACH + BEFORE] = machine;
    }
  }

  /** When the machine is due; negative if it is not. */
  int due(int machine) {
    return links[machine * EACH + DUE];
  }

  void remove(int machine) {
    int own = machine * EACH;
    int due = links[own + DUE];
    if (due == NONE) {
      return;
    }
    int before = links[own + BEFORE];
    int after = links[own + AFTER];
    if (before == NONE) {
      first[due] = after;
    } else {
      links[before * EACH + AFTER] = after;
    }
    if (after != NONE) {
      links[after * EACH + BEFORE] = before;
    }
    links[own + DUE] = NONE;
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
