package fleet.cli.mesh;

import fleet.mesh.Matrix;
import fleet.mesh.Reach;
import fleet.mesh.Route;
import fleet.mesh.Tested;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The matrix as a table of text: a row a source, a column a target. */
final class MatrixTable {
  private static final String CORNER = "From\\To";
  static final String SELF = "--";
  static final String UNTESTED = "?";

  private MatrixTable() {}

  static List<String> lines(Matrix matrix) {
    Map<Route, Tested> tested = new HashMap<>();
    matrix.pairs().forEach(pair -> tested.put(pair.route(), pair));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(CORNER));
    head.addAll(matrix.machines());
    rows.add(head);
    for (String from : matrix.machines()) {
      List<String> row = new ArrayList<>(List.of(from));
      matrix.machines().forEach(to -> row.add(cell(from, to, tested)));
      rows.add(row);
    }
    int first = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
    int other =
        rows.stream().flatMap(row -> row.stream().skip(1)).mapToInt(String::length).max().orElse(0);
    List<String> lines =
        new ArrayList<>(rows.stream().map(row -> line(row, first, other)).toList());
    String dashes = "-".repeat(other + 2);
    String rule = matrix.machines().stream().map(_ -> dashes).collect(Collectors.joining("|"));
    lines.add(1, "-".repeat(first + 1) + "|" + rule.substring(0, rule.length() - 1));
    return lines;
  }

  /** The word of a cell. */
  static String cell(String from, String to, Map<Route, Tested> tested) {
    if (from.equals(to)) {
      return SELF;
    }
    Tested pair = tested.get(Route.of(from, to));
    if (pair == null) {
      return UNTESTED;
    }
    Reach outcome = pair.finding().outcome();
    return outcome == Reach.OK ? "OK" : outcome.word();
  }

  private static String line(List<String> cells, int first, int other) {
    StringBuilder line = new StringBuilder(pad(cells.getFirst(), first));
    cells.stream().skip(1).forEach(cell -> line.append(" | ").append(pad(cell, other)));
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
