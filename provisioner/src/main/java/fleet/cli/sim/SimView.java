package fleet.cli.sim;

import fleet.converge.RunReport.Listed;
import fleet.sim.Figures;
import fleet.sim.Histories;
import fleet.sim.Scenario;
import fleet.verdict.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came out of a simulated run, for programs and for people. */
public final class SimView {
  private SimView() {}

  /** An outage, in seconds of the run. */
  record OutageLine(long fromSeconds, long seconds) {}

  /** What happened at a second of the run. */
  record Happened(int second, String what) {}

  record Wrong(String kind, int machine, int second, String verdict, Listed<Happened> history) {}

  /** The document of {@code --json}. */
  public record Document(
      int schema,
      int machines,
      int days,
      long seed,
      Listed<OutageLine> outages,
      long beats,
      int deaths,
      int detected,
      int falseStale,
      int falseLate,
      int missed,
      int detectionMaxSeconds,
      int restarts,
      int restartPeakPerSecond,
      int peakPerSecond,
      long looks,
      Optional<Wrong> offender) {}

  public static Document document(Figures figures) {
    Scenario scenario = figures.scenario();
    Figures.Verdicts verdicts = figures.verdicts();
    return new Document(
        1,
        scenario.machines(),
        scenario.days(),
        scenario.seed(),
        Listed.of(scenario.outages().stream().map(SimView::line).toList()),
        figures.beats(),
        figures.deaths(),
        verdicts.detected(),
        verdicts.falseStale(),
        verdicts.falseLate(),
        verdicts.missed(),
        verdicts.detectionMaxSeconds(),
        figures.restarts(),
        figures.peaks().restart(),
        figures.peaks().any(),
        verdicts.looks(),
        figures.offender().map(SimView::wrong));
  }

  private static OutageLine line(Scenario.Outage outage) {
    return new OutageLine(outage.from().toSeconds(), outage.length().toSeconds());
  }

  private static Wrong wrong(Figures.Offender offender) {
    return new Wrong(
        offender.kind(),
        offender.machine(),
        offender.second(),
        offender.verdict(),
        Listed.of(
            offender.history().stream()
                .map(line -> new Happened(line.second(), line.what()))
                .toList()));
  }

  public static List<String> lines(Figures figures) {
    Scenario scenario = figures.scenario();
    Figures.Verdicts verdicts = figures.verdicts();
    double mean = (double) figures.beats() / Duration.ofDays(scenario.days()).toSeconds();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d machines, %d days, seed %d: %d beats, %d deaths and reboots; the coordinator restarted %d times"
            .formatted(
                scenario.machines(),
                scenario.days(),
                scenario.seed(),
                figures.beats(),
                figures.deaths(),
                figures.restarts()));
    lines.add(
        "false stale %d, missed deaths %d, in %d looks at verdicts; %d were late because messages were lost"
            .formatted(
                verdicts.falseStale(), verdicts.missed(), verdicts.looks(), verdicts.falseLate()));
    lines.add(
        "%d deaths were seen, the slowest after %s"
            .formatted(
                verdicts.detected(), Span.of(Duration.ofSeconds(verdicts.detectionMaxSeconds()))));
    lines.add(
        "%.0f beats a second; at most %d in the hour after a restart, %d at any time"
            .formatted(mean, figures.peaks().restart(), figures.peaks().any()));
    figures.offender().ifPresent(offender -> lines.addAll(lines(offender)));
    return lines;
  }

  private static List<String> lines(Figures.Offender offender) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "the first wrong verdict, a %s: machine %d at %s was %s"
            .formatted(
                offender.kind(), offender.machine(), time(offender.second()), offender.verdict()));
    for (Histories.Line line : offender.history()) {
      lines.add("  %s  %s".formatted(time(line.second()), line.what()));
    }
    lines.add("the same again: fleet sim with the same --machines, --days, --seed and --outage");
    return lines;
  }

  private static String time(int second) {
    Duration time = Duration.ofSeconds(second);
    return "day %d %02d:%02d:%02d"
        .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }
}
