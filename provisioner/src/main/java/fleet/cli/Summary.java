package fleet.cli;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last lines of a run: machines that came out alike on one line, and never without totals. */
public final class Summary {
  private Summary() {}

  public static List<String> lines(List<MachineResult> results, Paint paint) {
    Map<String, List<MachineResult>> alike =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.outcome().word() + " " + counts(result),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> lines = new ArrayList<>();
    for (List<MachineResult> group : alike.values()) {
      MachineResult first = group.getFirst();
      List<String> names = group.stream().map(MachineResult::machine).toList();
      lines.add(paint.tag(first.outcome()) + " " + MachineSet.fold(names) + ": " + counts(first));
    }
    lines.add(total(results));
    return lines;
  }

  /** A line for each step that is not as it should be. */
  static List<String> bad(List<MachineResult> results, Paint paint) {
    return results.stream()
        .flatMap(
            result ->
                result.steps().stream()
                    .filter(step -> step.outcome().weight() >= new Outcome.Blocked("").weight())
                    .filter(step -> !(step.outcome() instanceof Outcome.Unreachable))
                    .map(
                        step ->
                            "%s  %s %s: %s"
                                .formatted(
                                    result.machine(),
                                    paint.tag(step.outcome()),
                                    step.title(),
                                    step.outcome().why())))
        .toList();
  }

  private static String counts(MachineResult result) {
    if (result.steps().isEmpty()) {
      return result.outcome().why();
    }
    Map<String, Long> words =
        result.steps().stream()
            .collect(
                Collectors.groupingBy(
                    step -> step.outcome().word(), LinkedHashMap::new, Collectors.counting()));
    return words.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "))
        + " (of "
        + result.steps().size()
        + " steps)";
  }

  private static String total(List<MachineResult> results) {
    long well =
        results.stream()
            .filter(
                result ->
                    !(result.outcome() instanceof Outcome.Failed
                        || result.outcome() instanceof Outcome.Unreachable
                        || result.outcome() instanceof Outcome.Skipped))
            .count();
    return "%d of %d machines came out well".formatted(well, results.size());
  }
}
