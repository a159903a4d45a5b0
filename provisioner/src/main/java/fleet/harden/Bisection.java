package fleet.harden;

import java.util.OptionalInt;

/** Which of many changes broke something, found in few tries. */
final class Bisection {
  private Bisection() {}

  /** Whether all is well with only so many of the changes, the first ones. */
  @FunctionalInterface
  interface Try {
    boolean isWellWith(int first) throws InterruptedException;
  }

  /**
   * The number of the change that broke it, counted from 0; nothing if it is broken without any.
   * With all of them it is broken.
   */
  static OptionalInt culprit(int changes, Try attempt) throws InterruptedException {
    if (changes == 0 || !attempt.isWellWith(0)) {
      return OptionalInt.empty();
    }
    int well = 0;
    int broken = changes;
    while (broken - well > 1) {
      int middle = (well + broken) / 2;
      if (attempt.isWellWith(middle)) {
        well = middle;
      } else {
        broken = middle;
      }
    }
    return OptionalInt.of(broken - 1);
  }
}
