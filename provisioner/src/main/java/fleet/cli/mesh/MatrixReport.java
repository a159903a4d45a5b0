package fleet.cli.mesh;

import com.fasterxml.jackson.annotation.JsonInclude;
import fleet.converge.RunReport.Listed;
import fleet.mesh.Matrix;
import fleet.mesh.Reach;
import fleet.mesh.Tested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A matrix as JSON. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MatrixReport(
    int schema,
    Instant asOf,
    Listed<Member> machines,
    int possiblePairs,
    Listed<Pair> pairs,
    Optional<Listed<Hop>> hops) {

  /** A machine, and whether we reached it ourselves. */
  record Member(String machine, Reach outcome, String why) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Pair(String from, String to, Reach outcome, String why, Optional<Long> ms) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Hop(
      String from,
      String via,
      String to,
      Reach outcome,
      String why,
      Optional<Integer> leg,
      Optional<Long> ms) {}

  static MatrixReport of(Matrix matrix) {
    return new MatrixReport(
        1,
        matrix.asOf(),
        Listed.of(matrix.machines().stream().map(name -> member(name, matrix)).toList()),
        matrix.possible(),
        Listed.of(matrix.pairs().stream().map(MatrixReport::pair).toList()),
        matrix.hops().map(MatrixReport::hops));
  }

  private static Member member(String name, Matrix matrix) {
    Optional<String> why = Optional.ofNullable(matrix.lost().get(name));
    return new Member(name, why.isEmpty() ? Reach.OK : Reach.UNREACHABLE, why.orElse(""));
  }

  private static Pair pair(Tested pair) {
    return new Pair(
        pair.route().from(),
        pair.route().to(),
        pair.finding().outcome(),
        pair.finding().why(),
        pair.took().map(Duration::toMillis));
  }

  private static Listed<Hop> hops(List<Tested> hops) {
    return Listed.of(hops.stream().map(MatrixReport::hop).toList());
  }

  private static Hop hop(Tested hop) {
    return new Hop(
        hop.route().from(),
        hop.route().machines().get(1),
        hop.route().to(),
        hop.finding().outcome(),
        hop.finding().why(),
        hop.leg(),
        hop.took().map(Duration::toMillis));
  }
}
