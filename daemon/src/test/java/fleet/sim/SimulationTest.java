package fleet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.agent.Pace;
import fleet.verdict.Heard;
import fleet.verdict.Intervals;
import fleet.verdict.Judge;
import fleet.verdict.Listening;
import fleet.verdict.Standing;
import fleet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product's rules pass, and rules that are wrong are found out. */
class SimulationTest {
  private static final int MACHINES = 2000;
  private static final int DAYS = 2;

  private static Figures run(Rules rules, long seed) {
    return run(Scenario.usual(MACHINES, DAYS, seed), rules);
  }

  private static Figures run(Scenario scenario, Rules rules) {
    return new Simulation(scenario, rules, _ -> {}).run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void ourRulesAccuseNobodyAndMissNobody(long seed) {
    Figures figures = run(Rules.OURS, seed);
    assertEquals(Optional.empty(), figures.offender());
    assertTrue(figures.right());
    Figures.Verdicts verdicts = figures.verdicts();
    assertTrue(verdicts.detected() > 50, () -> "deaths that were seen: " + verdicts);
    assertTrue(verdicts.detectionMaxSeconds() > Judge.STALE.toSeconds() - 1200, verdicts::toString);
    assertTrue(verdicts.detectionMaxSeconds() <= Checks.LIMIT, verdicts::toString);
    assertTrue(verdicts.looks() > 100_000, verdicts::toString);
    assertTrue(verdicts.falseLate() <= MACHINES / 500, verdicts::toString);
    assertTrue(figures.beats() > MACHINES * DAYS * 100L, "beats: " + figures.beats());
    assertTrue(figures.peaks().restart() <= 40, () -> "a second: " + figures.peaks());
  }

  @Test
  void aSeedGivesTheSameAgain() {
    assertEquals(run(Rules.OURS, 9), run(Rules.OURS, 9));
    assertFalse(run(Rules.OURS, 9).equals(run(Rules.OURS, 10)));
  }

  @Test
  void aJudgeWithoutPatienceAccusesTheLiving() {
    Figures figures = run(Rules.OURS.judging(SimulationTest::impatient), 1);
    assertTrue(figures.verdicts().falseStale() > 100, figures::toString);
    assertFalse(figures.right());
    Figures.Offender offender = figures.offender().orElseThrow();
    assertEquals("false stale", offender.kind());
    assertTrue(offender.history().stream().anyMatch(line -> line.what().equals("a beat arrives")));
  }

  private static Verdict impatient(Standing machine, Listening listening, Instant now) {
    Verdict ours = Judge.verdict(machine, listening, now);
    return machine
            .heard()
            .filter(heard -> listening.by(now).minus(heard.listened()).toMinutes() >= 9)
            .isPresent()
        ? Verdict.STALE
        : ours;
  }

  @Test
  void aJudgeThatCountsTheOutageAccusesTheLiving() {
    Figures figures = run(Rules.OURS.judging(SimulationTest::byTheClock), 1);
    assertTrue(figures.verdicts().falseStale() > MACHINES / 2, figures::toString);
    assertTrue(
        figures.offender().orElseThrow().history().stream()
            .anyMatch(line -> line.what().startsWith("the coordinator")));
  }

  private static Verdict byTheClock(Standing machine, Listening listening, Instant now) {
    return machine
            .heard()
            .filter(heard -> Duration.between(heard.at(), now).compareTo(Judge.STALE) > 0)
            .isPresent()
        ? Verdict.STALE
        : Judge.verdict(machine, listening, now);
  }

  @Test
  void aJudgeThatIsFooledByAClockPutBackMissesTheDead() {
    Figures figures = run(Rules.OURS.judging(SimulationTest::fooled), 1);
    assertEquals(0, figures.verdicts().falseStale());
    assertTrue(figures.verdicts().missed() > 0, figures::toString);
    assertEquals("missed death", figures.offender().orElseThrow().kind());
  }

  /** Silence by the clock, and none where the clock says that the beat is yet to come. */
  private static Verdict fooled(Standing machine, Listening listening, Instant now) {
    Optional<Heard> heard = machine.heard();
    boolean back = heard.isPresent() && heard.get().at().plus(Judge.STALE).isAfter(now);
    Verdict ours = Judge.verdict(machine, listening, now);
    return back && (ours == Verdict.STALE || ours == Verdict.AWAY) ? Verdict.LATE : ours;
  }

  @Test
  void aJudgeThatIsTooPatientMissesTheDead() {
    Rules.Judging patient =
        (machine, listening, now) ->
            machine
                    .heard()
                    .filter(heard -> listening.by(now).minus(heard.listened()).toMinutes() < 70)
                    .isPresent()
                ? Verdict.HEALTHY
                : Judge.verdict(machine, listening, now);
    Figures figures = run(Rules.OURS.judging(patient), 1);
    assertEquals(0, figures.verdicts().falseStale());
    assertTrue(figures.verdicts().missed() > 50, figures::toString);
  }

  @Test
  void intervalsThatAreTooLongAreFoundOut() {
    Rules.Asking rare = (_, _, random) -> Duration.ofSeconds(random.nextInt(2400, 3000));
    assertFalse(run(Rules.OURS.asking(rare), 1).right());
  }

  @Test
  void agentsThatGiveUpForLongAreFoundOut() {
    Rules.Trying slow = (_, _, random) -> Duration.ofSeconds(random.nextInt(1800, 3600));
    assertFalse(run(Rules.OURS.trying(slow), 1).right());
  }

  @Test
  void withoutSpreadingTheHerdComesBackTogether() {
    Rules.Asking together = (_, _, _) -> Pace.USUAL;
    Rules.Trying atOnce = (_, _, _) -> Duration.ofSeconds(60);
    Figures herd = run(Rules.OURS.asking(together).trying(atOnce), 1);
    Figures ours = run(Rules.OURS, 1);
    assertTrue(herd.peaks().restart() > 1.5 * ours.peaks().restart(), () -> "" + herd.peaks());
  }

  @Test
  void aQuietFleetHasNoDeaths() {
    var quiet = new Scenario.Faults(0, 0, 0, 0, 0, 1, 0, 0);
    var scenario = new Scenario(500, 1, 1, List.of(), List.of(), quiet);
    Figures figures = run(scenario, Rules.OURS.asking(Intervals::next));
    assertEquals(0, figures.deaths());
    assertEquals(0, figures.verdicts().detected());
    assertEquals(0, figures.verdicts().falseLate());
    assertEquals(500 * 24 * 6, figures.beats(), 500 * 10);
  }
}
