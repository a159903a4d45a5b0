package fleet.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  @ParameterizedTest
  @CsvSource({
    "sevrer1, server1",
    "SERVER1, server1",
    "serve, server1",
    "servers12, server1",
    "adress, address",
    "m2, m1",
    "srvr, ",
    "x, ",
    "mac, m1mac"
  })
  void findsTheNearest(String wrong, String near) {
    List<String> known = List.of("server1", "address", "m1", "m1mac");
    assertEquals(Optional.ofNullable(near), DidYouMean.nearest(wrong, known));
  }

  @Test
  void countsEdits() {
    assertEquals(0, DidYouMean.distance("abc", "abc"));
    assertEquals(1, DidYouMean.distance("abc", "acb"));
    assertEquals(2, DidYouMean.distance("abc", "bxc"));
    assertEquals(3, DidYouMean.distance("abc", "xyz"));
  }

  @Test
  void aListIsNotShownWithoutItsTotal() {
    List<String> many = java.util.stream.IntStream.range(100, 300).mapToObj(i -> "m" + i).toList();
    assertEquals(
        ": known are m100, m101, m102, m103, m104, m105, m106, m107, m108, m109, m110, m111 … (200 in"
            + " all)",
        DidYouMean.hint("zzzzzzzzz", many));
    assertEquals(": there are none", DidYouMean.hint("x", List.of()));
  }
}
