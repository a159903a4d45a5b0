package fleet.sim.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a coordinator bore.
 *
 * @param acknowledged beats that the coordinator says are durable
 * @param errors beats that were refused, answered oddly or not at all
 */
public record LoadFigures(
    int machines,
    double seconds,
    long acknowledged,
    long acknowledgedPerSecond,
    double p50Millis,
    double p99Millis,
    double maxMillis,
    long errors,
    Optional<String> firstError) {

  static LoadFigures of(List<Tally> tallies, Duration took, int machines) {
    int[] micros =
        tallies.stream().flatMapToInt(tally -> Arrays.stream(tally.micros())).sorted().toArray();
    double seconds = took.toMillis() / 1000.0;
    return new LoadFigures(
        machines,
        seconds,
        micros.length,
        Math.round(micros.length / seconds),
        millis(micros, 0.5),
        millis(micros, 0.99),
        millis(micros, 1),
        tallies.stream().mapToLong(Tally::errors).sum(),
        tallies.stream().flatMap(tally -> tally.firstError().stream()).findFirst());
  }

  private static double millis(int[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1000.0;
  }

  /** Whether all was answered as it should be. */
  public boolean right() {
    return errors == 0 && acknowledged > 0;
  }
}
