package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said at the end of a run, and the code that it ends with. */
class SummaryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m1 | m1",
        "m1 m2 m3 | m[1-3]",
        "m3 m1 m2 m7 | m[1-3,7]",
        "m1 m2 other | other, m[1-2]",
        "m01 m02 | m0[1-2]",
        "m9 m10 m11 | m[9-11]",
        "a1b a2b c1b | a[1-2]b, c1b",
        "r1m1 r1m2 | r1m[1-2]",
        "m0 m1 | m[0-1]",
        "m1234567890 | m1234567890",
      })
  void machinesAreFolded(String names, String folded) {
    assertEquals(folded, MachineSet.fold(List.of(names.split(" ", -1))));
  }

  @ParameterizedTest
  @CsvSource({
    "Unchanged, false, false, 0",
    "Changed, true, true, 0",
    "Skipped, true, true, 0",
    "Blocked, false, false, 0",
    "Blocked, true, false, 1",
    "Failed, false, false, 1",
    "Unreachable, false, false, 3",
    "Unreachable Failed, false, false, 1",
    "Unreachable Blocked, true, false, 1",
    "WouldChange, false, false, 0",
    "WouldChange, false, true, 4",
    "WouldChange Unreachable, false, true, 3",
    "WouldChange Failed, false, true, 1",
  })
  void exitCode(String outcomes, boolean strict, boolean drift, int code) {
    List<MachineResult> results =
        Stream.of(outcomes.split(" ", -1))
            .map(word -> new MachineResult("m", outcome("Unchanged"), List.of(step(word))))
            .toList();
    assertEquals(code, Exit.of(results, strict, drift));
  }

  @Test
  void machinesThatCameOutAlikeAreOneLine() {
    List<MachineResult> results =
        List.of(
            new MachineResult(
                "m1", outcome("Changed"), List.of(step("Changed"), step("Unchanged"))),
            new MachineResult(
                "m2", outcome("Changed"), List.of(step("Changed"), step("Unchanged"))),
            new MachineResult("m3", outcome("Failed"), List.of(step("Failed"), step("Unchanged"))),
            MachineResult.without("m4", new Outcome.Unreachable("no route")));
    assertEquals(
        List.of(
            "[CHANGED]   m[1-2]: 1 changed, 1 unchanged (of 2 steps)",
            "[FAILED]    m3: 1 failed, 1 unchanged (of 2 steps)",
            "[LOST]      m4: no route",
            "2 of 4 machines came out well"),
        Summary.lines(results, new Paint(false)));
  }

  private static StepResult step(String word) {
    return new StepResult("s", "step", outcome(word), Optional.empty());
  }

  private static Outcome outcome(String word) {
    return switch (word) {
      case "Unchanged" -> new Outcome.Unchanged("");
      case "Changed" -> new Outcome.Changed("");
      case "WouldChange" -> new Outcome.WouldChange("");
      case "Skipped" -> new Outcome.Skipped("");
      case "Blocked" -> new Outcome.Blocked("");
      case "Failed" -> new Outcome.Failed("");
      default -> new Outcome.Unreachable("");
    };
  }
}
