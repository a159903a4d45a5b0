package fleet.sim;

import java.util.List;
import java.util.Optional;

/**
 * What came out of a simulated run.
 *
 * @param beats how many arrived
 * @param deaths how many machines died; many came back before they were missed
 * @param restarts how often the coordinator came back
 * @param offender the first machine that was judged wrong
 */
public record Figures(
    Scenario scenario,
    long beats,
    int deaths,
    int restarts,
    Verdicts verdicts,
    Peaks peaks,
    Optional<Offender> offender) {

  /**
   * Verdicts against the truth.
   *
   * @param looks how many verdicts were looked at
   * @param falseStale machines that were stale, away or silent though they beat and nothing was
   *     between, each silence once
   * @param falseLate the same of late ones: a message or two were lost on the way
   * @param missed deaths that were not seen 45 minutes and one interval later, as a coordinator
   *     listened
   * @param detected deaths that were seen
   * @param detectionMaxSeconds the longest that took
   */
  public record Verdicts(
      long looks,
      int falseStale,
      int falseLate,
      int missed,
      int detected,
      int detectionMaxSeconds) {}

  /**
   * Beats a second at most.
   *
   * @param restart in the hour after the coordinator came back
   * @param any at any time
   */
  public record Peaks(int restart, int any) {}

  /**
   * A machine that was judged wrong.
   *
   * @param machine its number
   * @param second of the run
   * @param history what happened before, on it and to the coordinator
   */
  public record Offender(
      String kind, int machine, int second, String verdict, List<Histories.Line> history) {
    public Offender {
      history = List.copyOf(history);
    }
  }

  /** Whether every living machine was left alone and every death was seen. */
  public boolean right() {
    return verdicts.falseStale() == 0 && verdicts.missed() == 0;
  }
}
