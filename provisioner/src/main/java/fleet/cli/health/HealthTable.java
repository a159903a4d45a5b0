package fleet.cli.health;

import fleet.cli.Paint;
import fleet.health.Board;
import fleet.health.FailureClass;
import fleet.health.MachineHealth;
import fleet.report.Condition;
import fleet.report.Severity;
import fleet.yaml.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A board as a table of text.
 *
 * @param width of the page, at which reasons wrap; none where nobody reads it on a screen
 * @param blocks whether bars can be drawn in block characters
 */
record HealthTable(Paint paint, Optional<Integer> width, boolean blocks) {
  private static final List<String> HEAD = List.of("MACHINE", "VERDICT", "SINCE", "REPORT", "DISK");
  private static final int BAR = 16;
  private static final int LEAST_FOR_REASONS = 30;

  List<String> lines(Board board) {
    int name =
        Stream.concat(Stream.of("MACHINE"), board.machines().stream().map(this::name))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(paint.in("2", head(name)));
    board.machines().forEach(row -> lines.addAll(row(row, name, board.asOf())));
    lines.add(total(board));
    return lines;
  }

  private String head(int name) {
    return cells(name, HEAD.get(0), HEAD.get(1), HEAD.get(2), HEAD.get(3))
        + "%-16s  WHY".formatted(HEAD.get(4));
  }

  private static String cells(int name, String machine, String word, String since, String report) {
    return ("%-" + name + "s  %-8s  %-7s  %-7s  ").formatted(machine, word, since, report);
  }

  private String name(MachineHealth row) {
    return Shown.oneLine(row.machine());
  }

  private List<String> row(MachineHealth row, int name, Instant now) {
    String plain =
        cells(name, name(row), row.word(), Age.of(row.since(), now), Age.of(row.lastReport(), now));
    String left =
        plain.substring(0, name + 2)
            + paint.in(colour(row), plain.substring(name + 2, name + 10))
            + plain.substring(name + 10)
            + bar(row)
            + "  ";
    int indent = plain.length() + BAR + 2;
    List<String> reasons = reasons(row, indent);
    List<String> lines = new ArrayList<>();
    lines.add((left + (reasons.isEmpty() ? "" : reasons.getFirst())).stripTrailing());
    reasons.stream().skip(1).forEach(reason -> lines.add(" ".repeat(indent) + reason));
    return lines;
  }

  private String bar(MachineHealth row) {
    Optional<DiskBar> bar = row.disk().flatMap(DiskBar::of);
    String text = "%-16s".formatted(bar.map(disk -> disk.text(blocks)).orElse("?"));
    return paint.in(bar.map(DiskBar::colour).orElse("2"), text);
  }

  private List<String> reasons(MachineHealth row, int indent) {
    int room =
        width.map(all -> Math.max(LEAST_FOR_REASONS, all - indent - 1)).orElse(Integer.MAX_VALUE);
    Stream<String> others =
        row.conditions().stream()
            .filter(condition -> condition.severity() != Severity.INFO)
            .map(Condition::reason)
            .filter(reason -> !row.why().contains(reason));
    return Stream.concat(Stream.of(row.why()), others)
        .filter(reason -> !reason.isEmpty())
        .flatMap(reason -> Wrapped.lines(Shown.oneLine(reason), room).stream())
        .toList();
  }

  private static String colour(MachineHealth row) {
    return row.verdict()
        .map(
            verdict ->
                switch (verdict) {
                  case HEALTHY -> "32";
                  case AWAY, MUTED -> "2";
                  case PENDING -> "36";
                  case DEGRADED, LATE -> "33";
                  case STALE, SILENT -> "31";
                })
        .orElse("35");
  }

  /** Never without its total, and what is not well is named by number. */
  static String total(Board board) {
    int healthy = board.counts().getOrDefault("healthy", 0);
    String others =
        board.counts().entrySet().stream()
            .filter(entry -> !entry.getKey().equals("healthy"))
            .map(entry -> ", " + entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining());
    return "%d of %d healthy%s%s"
        .formatted(healthy, board.machines().size(), others, failures(board));
  }

  private static String failures(Board board) {
    if (board.failures().isEmpty()) {
      return "";
    }
    Map<FailureClass, Integer> kinds = new EnumMap<>(FailureClass.class);
    board.failures().forEach(each -> kinds.merge(each, 1, Integer::sum));
    return kinds.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", ", "; failures: ", ""));
  }
}
