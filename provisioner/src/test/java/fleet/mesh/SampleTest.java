package fleet.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A share of the pairs leaves no machine out. */
class SampleTest {
  private static List<String> names(int size) {
    return IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
  }

  @ParameterizedTest
  @CsvSource({"20,10,38", "20,1,20", "20,100,380", "7,50,21", "7,51,22", "2,1,2", "1,50,0"})
  void asManyAsAskedAndEveryMachineBothWays(int size, int percent, int pairs) {
    for (int seed = 0; seed < 50; seed++) {
      Set<Route> chosen = Sample.of(names(size), percent, seed);
      assertEquals(pairs, chosen.size());
      assertTrue(Set.copyOf(MeshVerify.pairs(names(size))).containsAll(chosen));
      if (size > 1) {
        Set<String> all = Set.copyOf(names(size));
        assertEquals(all, chosen.stream().map(Route::from).collect(Collectors.toSet()));
        assertEquals(all, chosen.stream().map(Route::to).collect(Collectors.toSet()));
      }
    }
  }

  @Test
  void theSeedDecides() {
    assertEquals(Sample.of(names(20), 10, 1), Sample.of(names(20), 10, 1));
    assertNotEquals(Sample.of(names(20), 10, 1), Sample.of(names(20), 10, 2));
  }
}
