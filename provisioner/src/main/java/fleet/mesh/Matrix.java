package fleet.mesh;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who reaches whom.
 *
 * @param asOf when the tests began
 * @param machines the names of all that were asked about
 * @param lost those that we ourselves did not reach, or lost, and why
 * @param pairs what was tested, or could not be, in the order of the machines
 * @param hops the same of hops, where they were asked for
 */
public record Matrix(
    Instant asOf,
    List<String> machines,
    Map<String, String> lost,
    List<Tested> pairs,
    Optional<List<Tested>> hops) {
  public Matrix {
    machines = List.copyOf(machines);
    lost = Map.copyOf(lost);
    pairs = List.copyOf(pairs);
    hops = hops.map(List::copyOf);
  }

  /** How many pairs there are, tested or not. */
  public int possible() {
    return machines.size() * (machines.size() - 1);
  }

  public static long count(List<Tested> tested) {
    return tested.stream().filter(Tested::ok).count();
  }

  public boolean ok() {
    return broken().findAny().isEmpty();
  }

  /** Whether nothing is wrong but with machines that we do not reach ourselves. */
  public boolean onlyLostSpoilIt() {
    return broken()
        .allMatch(tested -> tested.route().machines().stream().anyMatch(lost::containsKey));
  }

  private Stream<Tested> broken() {
    return Stream.concat(pairs.stream(), hops.stream().flatMap(List::stream))
        .filter(tested -> !tested.ok());
  }
}
