package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {
  @TempDir private Path directory;

  @Test
  void labsThatStartTogetherGetSlotsOfTheirOwn() throws Exception {
    Slots slots = new Slots(directory);
    Set<Slot> taken = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> slots.take(Path.of("/lab" + i), 2)))
              .toList();
      for (Future<Slot> one : all) {
        assertTrue(taken.add(one.get()));
      }
    }
    assertEquals(50, taken.size());
  }

  @Test
  void aSlotIsFoundByItsLabUntilItIsReleased() {
    Slots slots = new Slots(directory);
    Path lab = Path.of("/some/lab");
    Slot slot = slots.take(lab, 2);
    assertEquals(Optional.of(slot), slots.of(lab));
    slots.release(slot);
    assertEquals(Optional.empty(), slots.of(lab));
  }

  @Test
  void aLargeLabGetsALargeRange() {
    assertEquals(16, new Slots(directory).take(Path.of("/large"), 201).prefix());
  }
}
