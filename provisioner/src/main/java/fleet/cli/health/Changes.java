package fleet.cli.health;

import fleet.health.Board;
import fleet.health.MachineHealth;
import fleet.yaml.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is different from one look to the next: a line for each machine and for each note. */
final class Changes {
  private Changes() {}

  /** All that is not well counts as new where there was no look before. */
  static List<String> between(Optional<Board> before, Board now) {
    Map<String, MachineHealth> known = new HashMap<>();
    before.ifPresent(board -> board.machines().forEach(row -> known.put(row.machine(), row)));
    List<String> lines = new ArrayList<>();
    for (MachineHealth row : now.machines()) {
      MachineHealth last = known.remove(row.machine());
      if (last == null ? !row.well() || before.isPresent() : !told(last).equals(told(row))) {
        lines.add(line(now, row.machine(), last == null ? "new" : last.word(), told(row)));
      }
    }
    known.values().forEach(gone -> lines.add(line(now, gone.machine(), gone.word(), "gone")));
    if (before.isEmpty() || !lines.isEmpty()) {
      lines.add(now.asOf() + "  " + HealthTable.total(now));
    }
    return lines;
  }

  private static String line(Board now, String machine, String was, String is) {
    return "%s  %s  %s -> %s".formatted(now.asOf(), Shown.oneLine(machine), was, Shown.oneLine(is));
  }

  private static String told(MachineHealth row) {
    return row.why().isEmpty() ? row.word() : row.word() + ": " + row.why();
  }
}
