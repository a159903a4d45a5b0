package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  @Test
  void whatIsNotSaidIsAsUsual() {
    assertEquals(
        Map.of(
            "budget-wall", "7200",
            "budget-quiet", "3600",
            "budget-errors", "3",
            "budget-repeats", "12",
            "budget-tokens", "500000",
            "budget-cost", "2.50"),
        Budget.parse("wall=2h,tokens=500k,cost=2.50").files(true));
  }

  @Test
  void aPersonMayThinkAsLongAsHeLikes() {
    assertEquals(Map.of("budget-errors", "3", "budget-repeats", "12"), Budget.USUAL.files(false));
    assertEquals("600", Budget.parse("quiet=10m").files(false).get("budget-quiet"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wall=2 | wall wants a time, as 90s, 30m or 2h",
        "wall=1s | wall is at least 10s",
        "tokens=5 | tokens wants a number from 1000 on",
        "cost=0.01 | cost wants dollars, from 0.05 on",
        "repeats=1 | repeats wants a number from 2 on",
        "wal=2h | wants wall=2h,quiet=1h,tokens=500k,cost=5,errors=3,repeats=12, or some of them",
      })
  void whatCannotBeIsSaid(String text, String why) {
    assertEquals(
        why, assertThrows(IllegalArgumentException.class, () -> Budget.parse(text)).getMessage());
  }
}
