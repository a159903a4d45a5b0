package fleet.probe.kind;

import com.sun.jna.Native;
import com.sun.jna.platform.linux.LibC;
import fleet.probe.Flights;
import fleet.report.Reading;
import fleet.report.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the kernel for a file system's figures, each in a thread of its own. */
final class Statvfs {
  private static final Duration PATIENCE = Duration.ofSeconds(DiskProbe.SECONDS);
  private static final int NOT_PERMITTED = 1;
  private static final int NO_ACCESS = 13;

  private Statvfs() {}

  static List<Row> rows(List<MountTable.Mount> mounts, Flights flights)
      throws InterruptedException {
    Map<String, Flights.Question<Optional<Row>>> questions = new TreeMap<>();
    for (MountTable.Mount mount : mounts) {
      questions.put(
          mount.escaped(),
          new Flights.Question<>(() -> new Reading.Measured<>(figures(mount)), PATIENCE));
    }
    var readings = flights.ask(questions);
    List<Row> rows = new ArrayList<>();
    for (MountTable.Mount mount : mounts) {
      switch (Objects.requireNonNull(readings.get(mount.escaped()))) {
        case Reading.Measured<Optional<Row>>(Optional<Row> row) -> row.ifPresent(rows::add);
        case Reading.TimedOut<Optional<Row>> _ -> rows.add(row(mount, "hangs"));
        case Reading.Failed<Optional<Row>> _ -> rows.add(row(mount, "broken"));
        case Reading.Absent<Optional<Row>> _ -> {}
      }
    }
    return List.copyOf(rows);
  }

  /** None for what has no storage of its own, or is a single file that a container mounts. */
  private static Optional<Row> figures(MountTable.Mount mount) {
    LibC.Statvfs stat = new LibC.Statvfs();
    if (LibC.INSTANCE.statvfs(mount.path(), stat) != 0) {
      int error = Native.getLastError();
      return Optional.of(
          row(mount, error == NO_ACCESS || error == NOT_PERMITTED ? "denied" : "broken"));
    }
    long block = stat.f_frsize.longValue();
    long blocks = stat.f_blocks.longValue();
    if (block * blocks == 0 || Files.isRegularFile(Path.of(mount.path()))) {
      return Optional.empty();
    }
    long used = blocks - stat.f_bfree.longValue();
    long free = stat.f_bavail.longValue();
    Row row =
        row(mount, "ok")
            .with("size", block * blocks)
            .with("used", block * used)
            .with("free", block * free);
    if (used + free > 0) {
      row = row.with("percent", percent(used, used + free));
    }
    long inodes = stat.f_files.longValue();
    return Optional.of(
        inodes <= 0
            ? row
            : row.with("inodes", inodes)
                .with("inodePercent", percent(inodes - stat.f_ffree.longValue(), inodes)));
  }

  private static Row row(MountTable.Mount mount, String state) {
    return Row.of(
        "mount", mount.shown(),
        "type", mount.type(),
        "state", state,
        "readOnly", mount.readOnly());
  }

  private static long percent(long part, long of) {
    return Math.ceilDiv(part * 100, of);
  }
}
