package fleet.health;

import fleet.report.Condition;
import fleet.report.Row;
import fleet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A machine's row.
 *
 * @param verdict none where nobody could tell, which is never well
 * @param why one line; empty for a machine of which there is nothing to say
 * @param since when the verdict first held
 * @param lastReport when the machine last said something of itself
 * @param disk its mounts as it last told of them; none where it did not, or could not
 * @param tailscale as it last told of it
 * @param lost whether there is no way to it, which is all that is known to be wrong
 */
public record MachineHealth(
    String machine,
    Optional<Verdict> verdict,
    String why,
    Optional<Instant> since,
    Optional<Instant> lastReport,
    List<Condition> conditions,
    Optional<List<Row>> disk,
    Optional<Row> tailscale,
    boolean lost) {
  public MachineHealth {
    conditions = List.copyOf(conditions);
    disk = disk.map(List::copyOf);
  }

  /** One of which nothing is known. */
  static MachineHealth unknown(String machine, String why) {
    return new MachineHealth(
        machine,
        Optional.empty(),
        why,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Whether nobody has to do anything about it. */
  public boolean well() {
    return verdict.filter(Verdict::well).isPresent();
  }

  /** The verdict's word, as in tables and JSON. */
  public String word() {
    return verdict.map(Verdict::word).orElse("unknown");
  }
}
