package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SearchTest {
  @Test
  void theCulpritIsFoundWhereverItIs() throws InterruptedException {
    for (int changes = 1; changes <= 20; changes++) {
      for (int culprit = 0; culprit < changes; culprit++) {
        int broken = culprit;
        AtomicInteger tries = new AtomicInteger();
        OptionalInt found =
            Bisection.culprit(
                changes,
                first -> {
                  tries.incrementAndGet();
                  return first <= broken;
                });
        assertEquals(OptionalInt.of(culprit), found);
        assertTrue(tries.get() <= 6, () -> tries + " tries");
      }
    }
  }

  @Test
  void whatIsBrokenWithoutAnyIsNobodysFault() throws InterruptedException {
    assertEquals(OptionalInt.empty(), Bisection.culprit(7, _ -> false));
    assertEquals(OptionalInt.empty(), Bisection.culprit(0, _ -> true));
  }
}
