package fleet.cli.mesh;

import fleet.cli.MachineSet;
import fleet.mesh.Matrix;
import fleet.mesh.Tested;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is said of a matrix in lines: the totals, and what is broken, the worst first. */
final class Summary {
  private Summary() {}

  /** The table with what a cell has no room for below it. */
  static List<String> below(List<String> table, Matrix matrix) {
    List<String> lines = new ArrayList<>(table);
    List<String> broken = Broken.lines(matrix);
    if (!broken.isEmpty()) {
      lines.add("");
      lines.addAll(broken);
    }
    lines.addAll(lines(matrix));
    return lines;
  }

  /** Without a table: how many are well, and what is not. */
  static List<String> folded(Matrix matrix) {
    List<String> lines = new ArrayList<>();
    List<String> totals = lines(matrix);
    lines.add(totals.getFirst());
    lines.addAll(Broken.lines(matrix));
    lines.addAll(totals.subList(1, totals.size()));
    return lines;
  }

  /** The totals. */
  static List<String> lines(Matrix matrix) {
    List<String> lines = new ArrayList<>();
    lines.add(
        wells(matrix.pairs(), "pairs")
            + (matrix.pairs().size() == matrix.possible()
                ? ""
                : "; %d of %d pairs tested".formatted(matrix.pairs().size(), matrix.possible())));
    matrix.hops().ifPresent(hops -> lines.add(wells(hops, "hops")));
    if (!matrix.lost().isEmpty()) {
      lines.add(
          "%d of %d machines not reached from here: %s"
              .formatted(
                  matrix.lost().size(),
                  matrix.machines().size(),
                  MachineSet.fold(new TreeMap<>(matrix.lost()).keySet())));
    }
    return lines;
  }

  private static String wells(List<Tested> tested, String what) {
    return "%d of %d %s ok".formatted(Matrix.count(tested), tested.size(), what);
  }
}
