package fleet.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rounds, for every size of a fleet that matters. */
class ScheduleTest {
  static IntStream sizes() {
    return IntStream.concat(IntStream.rangeClosed(0, 24), IntStream.of(49, 50, 101));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyoneMeetsEveryOtherOnce(int size) {
    Schedule schedule = new Schedule(size);
    for (int machine = 0; machine < size; machine++) {
      List<Integer> partners = schedule.partners(machine);
      Set<Integer> others = new TreeSet<>(IntStream.range(0, size).boxed().toList());
      others.remove(machine);
      assertEquals(others, new TreeSet<>(partners));
      assertEquals(size - 1, partners.size());
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void inARoundNobodyMeetsTwo(int size) {
    Schedule schedule = new Schedule(size);
    assertEquals(size == 0 ? 0 : size + size % 2 - 1, schedule.rounds());
    for (int round = 0; round < schedule.rounds(); round++) {
      for (int machine = 0; machine < size; machine++) {
        int partner = schedule.partner(machine, round);
        assertTrue(partner >= 0 && partner <= size && partner != machine, () -> "of " + size);
        if (partner < size) {
          assertEquals(machine, schedule.partner(partner, round), "each is the other's partner");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void hopsTakeEachSecondLegOnceAndComeToThreeMachines(int size) {
    Schedule schedule = new Schedule(size);
    Set<List<Integer>> seconds = new HashSet<>();
    for (int from = 0; from < size; from++) {
      for (int via : schedule.partners(from)) {
        int to = schedule.beyond(from, via);
        assertTrue(to != via && (to != from || size == 2), () -> "of " + size);
        assertTrue(seconds.add(List.of(via, to)), () -> "twice: " + via + " to " + to);
      }
    }
    assertEquals(Math.max(0, size * (size - 1)), seconds.size());
  }

  @Test
  void theHopsOfARoundEndAtDifferentMachines() {
    Schedule schedule = new Schedule(20);
    for (int round = 0; round < schedule.rounds(); round++) {
      List<Integer> ends = new ArrayList<>();
      for (int from = 0; from < 20; from++) {
        ends.add(schedule.beyond(from, schedule.partner(from, round)));
      }
      assertEquals(20, new HashSet<>(ends).size());
    }
  }
}
