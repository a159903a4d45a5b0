package fleet.coordinator.store;

import fleet.report.HealthReport;
import fleet.report.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Opens a store, and brings its tables up to today's. */
public final class Stores {
  private Stores() {}

  /**
   * On a file of this computer.
   *
   * @param dir holds fleet.db; it is made where it is not there
   * @param judge what is wrong by a report
   */
  public static Store sqlite(Path dir, Function<HealthReport, List<Trouble>> judge) {
    return sqlite(dir, judge, PulseMemory.BEHIND);
  }

  static Store sqlite(Path dir, Function<HealthReport, List<Trouble>> judge, int mostBehind) {
    return open(SqliteDatabase.open(dir), judge, mostBehind);
  }

  /** Copies what a folder holds into a new file, while a coordinator may run on it. */
  public static void backup(Path dir, Path file) {
    SqliteDatabase.backup(dir, file);
  }

  /** Puts a backup in the place of what a folder holds, unless a coordinator runs on it. */
  public static void restore(Path backup, Path dir) {
    try (DataDir held = DataDir.hold(dir)) {
      Backup.restore(backup, held);
    }
  }

  /**
   * On a file of this computer or on PostgreSQL.
   *
   * @param database the folder of fleet.db, or {@code jdbc:postgresql://HOST/DATABASE}
   * @param judge what is wrong by a report
   */
  public static Store open(String database, Function<HealthReport, List<Trouble>> judge) {
    return database.startsWith("jdbc:")
        ? open(PostgresDatabase.open(database), judge, 0)
        : sqlite(Path.of(database), judge);
  }

  private static Store open(
      Database database, Function<HealthReport, List<Trouble>> judge, int mostBehind) {
    try {
      return new SqlStore(database, judge, mostBehind);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
