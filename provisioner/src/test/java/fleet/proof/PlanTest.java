package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan touches nothing, and says what an apply then does: no more and no less. */
@Tag("lab")
class PlanTest {
  /** More seeds than the suite's: {@code -Dfleet.proof.seeds=50}. */
  private static final int SEEDS = Integer.getInteger("fleet.proof.seeds", 4);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"PLAN_13, 1", "PLAN_12, 1001"})
  void aPlanIsWhatAnApplyDoes(Place place, int seed) throws Exception {
    LabMachine machine = place.machine();
    Operator operator = Operator.of(folder, Place.lab());
    Rich.furnish(machine);
    String[] rich = {"--json", "--on", machine.name(), Rich.playbook(operator)};

    Snapshot bare = Snapshot.of(machine);
    TreeSet<String> all = predicted(operator, machine, rich);
    assertEquals(List.of(), Snapshot.of(machine).changedSince(bare));

    TreeSet<String> half = applied(operator, machine, half(operator, machine));
    TreeSet<String> rest = predicted(operator, machine, rich);
    assertEquals(all, union(half, rest));
    assertFalse(rest.isEmpty() || half.isEmpty());
    assertEquals(rest, applied(operator, machine, rich));

    for (int i = 0; i < SEEDS; i++) {
      List<String> broken = Breakage.some(machine, seed + i, 3 + i % 4 * 3);
      Snapshot before = Snapshot.of(machine);
      TreeSet<String> predicted = predicted(operator, machine, rich);
      assertEquals(List.of(), Snapshot.of(machine).changedSince(before), broken::toString);
      assertFalse(predicted.isEmpty(), () -> "nothing is amiss after " + broken);
      assertEquals(predicted, applied(operator, machine, rich), () -> "after " + broken);
    }
    assertEquals(new TreeSet<>(), predicted(operator, machine, rich));
    operator.fleet("plan", with("--exit-code", rich)).exits(0);
    List<String> broken = Breakage.some(machine, seed, 5);
    assertTrue(operator.fleet("plan", with("--exit-code", rich)).exit() == 4, broken::toString);
  }

  /** The first ten steps of the rich playbook, under the ids that they have there. */
  private static String[] half(Operator operator, LabMachine machine) {
    List<String> lines = Rich.text("rich.yaml").lines().toList();
    int end = lines.indexOf(lines.stream().filter(l -> l.contains("directory:")).findFirst().get());
    String playbook = operator.playbook("half", String.join("\n", lines.subList(0, end)) + "\n");
    return new String[] {"--json", "--on", machine.name(), playbook};
  }

  private static TreeSet<String> predicted(Operator operator, LabMachine machine, String... words)
      throws InterruptedException {
    Ended plan = operator.fleet("plan", words).exits(0);
    TreeSet<String> steps = plan.steps(machine.name(), "would-change");
    assertEquals(
        plan.outcomes(machine.name()).size(),
        steps.size() + plan.steps(machine.name(), "unchanged").size(),
        plan::toString);
    return steps;
  }

  private static TreeSet<String> applied(Operator operator, LabMachine machine, String... words)
      throws InterruptedException {
    return operator.fleet("apply", words).exits(0).steps(machine.name(), "changed");
  }

  private static TreeSet<String> union(TreeSet<String> one, TreeSet<String> other) {
    TreeSet<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  private static String[] with(String first, String... rest) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(first), java.util.Arrays.stream(rest))
        .toArray(String[]::new);
  }
}
