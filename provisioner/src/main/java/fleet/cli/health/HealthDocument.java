package fleet.cli.health;

import fleet.converge.RunReport.Listed;
import fleet.health.Board;
import fleet.health.MachineHealth;
import fleet.report.Condition;
import fleet.report.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A board as JSON. Every key is always there; null is for what is not known.
 *
 * @param schema the version of this form
 */
record HealthDocument(int schema, Instant asOf, Listed<Item> machines) {
  /**
   * One machine.
   *
   * @param disk its mounts, each with what the disk probe tells of it
   * @param tailscale what the tailscale probe tells
   */
  record Item(
      String machine,
      String verdict,
      String why,
      Optional<Instant> since,
      Optional<Instant> lastReport,
      Listed<Cause> conditions,
      Optional<Listed<Map<String, Object>>> disk,
      Optional<Map<String, Object>> tailscale) {}

  /** One condition. */
  record Cause(String type, String severity, String reason, Instant since) {}

  static HealthDocument of(Board board) {
    return new HealthDocument(
        1, board.asOf(), Listed.of(board.machines().stream().map(HealthDocument::item).toList()));
  }

  private static Item item(MachineHealth row) {
    return new Item(
        row.machine(),
        row.word(),
        row.why(),
        row.since(),
        row.lastReport(),
        Listed.of(row.conditions().stream().map(HealthDocument::cause).toList()),
        row.disk().map(rows -> Listed.of(rows.stream().map(HealthDocument::values).toList())),
        row.tailscale().map(HealthDocument::values));
  }

  private static Cause cause(Condition condition) {
    return new Cause(
        condition.type(), condition.severity().word(), condition.reason(), condition.since());
  }

  private static Map<String, Object> values(Row row) {
    return row.values();
  }
}
