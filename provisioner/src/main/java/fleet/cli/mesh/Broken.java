package fleet.cli.mesh;

import fleet.cli.MachineSet;
import fleet.mesh.Finding;
import fleet.mesh.Matrix;
import fleet.mesh.Tested;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is broken, in as few lines as can be: equal troubles and equal rows are told once. */
final class Broken {
  private Broken() {}

  /** A source's row: how much of it is well, and what is not. */
  private record Row(long well, int total, List<String> troubles) {}

  /** Hops that broke in the same leg, at the same machine, in the same way. */
  private record Trouble(int leg, String at, Finding finding) {}

  static List<String> lines(Matrix matrix) {
    List<String> lines = new ArrayList<>(pairs(matrix.pairs()));
    matrix.hops().ifPresent(hops -> lines.addAll(hops(hops)));
    return lines;
  }

  private static List<String> pairs(List<Tested> pairs) {
    Map<Row, List<String>> rows = new LinkedHashMap<>();
    by(pairs, pair -> pair.route().from())
        .forEach((from, row) -> rows.computeIfAbsent(row(row), _ -> new ArrayList<>()).add(from));
    List<String> lines = new ArrayList<>();
    rows.entrySet().stream()
        .filter(entry -> !entry.getKey().troubles().isEmpty())
        .sorted(Comparator.comparingLong(entry -> entry.getKey().well() - entry.getKey().total()))
        .forEach(entry -> lines.addAll(lines(entry.getKey(), entry.getValue())));
    return lines;
  }

  private static List<String> lines(Row row, List<String> sources) {
    List<String> lines = new ArrayList<>();
    lines.add("%s (%d of %d ok):".formatted(MachineSet.fold(sources), row.well(), row.total()));
    row.troubles().forEach(trouble -> lines.add("  " + trouble));
    return lines;
  }

  private static Row row(List<Tested> row) {
    List<String> troubles = new ArrayList<>();
    by(row.stream().filter(pair -> !pair.ok()).toList(), Tested::finding)
        .forEach(
            (finding, pairs) ->
                troubles.add(
                    MachineSet.fold(pairs.stream().map(pair -> pair.route().to()).toList())
                        + ": "
                        + text(finding)));
    return new Row(Matrix.count(row), row.size(), troubles);
  }

  private static List<String> hops(List<Tested> hops) {
    List<String> lines = new ArrayList<>();
    by(hops.stream().filter(hop -> !hop.ok()).toList(), Broken::trouble).entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue())));
    return lines;
  }

  private static Trouble trouble(Tested hop) {
    int leg = hop.leg().orElse(0);
    return new Trouble(leg, hop.route().machines().get(leg), hop.finding());
  }

  private static String line(Trouble trouble, List<Tested> hops) {
    int before = Math.max(0, trouble.leg() - 1);
    String others =
        MachineSet.fold(hops.stream().map(hop -> hop.route().machines().get(before)).toList());
    String way =
        switch (trouble.leg()) {
          case 0 -> others + " → … → …";
          case 1 -> others + " → " + trouble.at() + " → …: first leg";
          default -> "… → " + others + " → " + trouble.at() + ": second leg";
        };
    String many = hops.size() == 1 ? "1 hop" : hops.size() + " hops";
    return "%s: %s (%s)".formatted(way, text(trouble.finding()), many);
  }

  private static String text(Finding finding) {
    return finding.outcome().word() + (finding.why().isEmpty() ? "" : ": " + finding.why());
  }

  private static <K> Map<K, List<Tested>> by(List<Tested> tested, Function<Tested, K> key) {
    return tested.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
  }
}
