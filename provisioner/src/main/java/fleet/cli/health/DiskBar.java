package fleet.cli.health;

import fleet.report.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The fullest of a machine's mounts as a bar.
 *
 * @param percent of its bytes or its inodes, whichever is fuller
 */
record DiskBar(long percent) {
  private static final int WIDTH = 10;
  private static final long ALARM = 95;
  private static final long WARNING = 85;

  static Optional<DiskBar> of(List<Row> disk) {
    return disk.stream()
        .flatMap(row -> of(row).stream())
        .max(Comparator.comparingLong(DiskBar::percent));
  }

  /** What cannot be written to is as full as it will ever be. */
  private static Optional<DiskBar> of(Row row) {
    long percent = Math.max(row.whole("percent").orElse(-1), row.whole("inodePercent").orElse(-1));
    return percent < 0 || row.is("readOnly") ? Optional.empty() : Optional.of(new DiskBar(percent));
  }

  /** The bar and the figure; the blocks only where the terminal can show them. */
  String text(boolean blocks) {
    int full = Math.clamp(percent, 0, 100) * WIDTH / 100;
    String bar = (blocks ? "█" : "#").repeat(full) + (blocks ? "░" : ".").repeat(WIDTH - full);
    return "%s %3d %%".formatted(bar, percent);
  }

  String colour() {
    return percent >= ALARM ? "31" : percent >= WARNING ? "33" : "32";
  }
}
