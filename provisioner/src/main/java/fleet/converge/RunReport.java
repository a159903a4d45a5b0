package fleet.converge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as JSON: {@code fleet … --json} prints it, and the journal holds it.
 *
 * @param schema the version of this form
 * @param asOf when the run began
 */
public record RunReport(
    int schema, String run, String command, Instant asOf, Listed<MachineReport> machines) {

  /** A list that is never shown without its total. */
  public record Listed<T>(int total, List<T> items) {
    public Listed {
      items = List.copyOf(items);
    }

    public static <T> Listed<T> of(List<T> items) {
      return new Listed<>(items.size(), items);
    }
  }

  /** One machine of the run. */
  public record MachineReport(
      String machine, String outcome, String why, Listed<StepReport> steps) {}

  /** One step on one machine. */
  public record StepReport(
      String id,
      String title,
      String outcome,
      String why,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> diff) {}

  public static RunReport of(
      String run, String command, Instant asOf, List<MachineResult> results) {
    return new RunReport(
        1, run, command, asOf, Listed.of(results.stream().map(RunReport::machine).toList()));
  }

  static MachineReport machine(MachineResult result) {
    return new MachineReport(
        result.machine(),
        result.outcome().word(),
        result.outcome().why(),
        Listed.of(result.steps().stream().map(RunReport::step).toList()));
  }

  static StepReport step(StepResult step) {
    return new StepReport(
        step.id(), step.title(), step.outcome().word(), step.outcome().why(), step.diff());
  }
}
