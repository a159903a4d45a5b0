package fleet.health;

import fleet.verdict.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All machines at one moment, the worst first.
 *
 * @param asOf the moment, by the clock of whoever judged
 * @param source who told
 * @param notes what a person should know beside: one line each
 * @param whole whether there may be no other machine, nor any trouble in the telling
 * @param failures what kinds of failure were met
 */
public record Board(
    Instant asOf,
    String source,
    List<MachineHealth> machines,
    List<String> notes,
    boolean whole,
    List<FailureClass> failures) {
  private static final List<Verdict> BEST_FIRST = List.of(Verdict.values());

  /** Not to know is as bad as silence. */
  private static final Comparator<MachineHealth> WORST_FIRST =
      Comparator.comparing(Board::badness, Comparator.reverseOrder());

  public Board {
    machines = machines.stream().sorted(WORST_FIRST).toList();
    notes = List.copyOf(notes);
    failures = List.copyOf(failures);
  }

  private static int badness(MachineHealth row) {
    return row.verdict().map(BEST_FIRST::indexOf).orElse(BEST_FIRST.size());
  }

  public long well() {
    return machines.stream().filter(MachineHealth::well).count();
  }

  /** Whether every machine there is is well. */
  public boolean ok() {
    return whole && well() == machines.size();
  }

  /** Whether all would be well if those that cannot be reached were. */
  public boolean onlyLostSpoilIt() {
    return whole && !ok() && machines.stream().allMatch(row -> row.well() || row.lost());
  }

  /** How many there are of each verdict, the worst first. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    machines.forEach(row -> counts.merge(row.word(), 1, Integer::sum));
    return counts;
  }
}
