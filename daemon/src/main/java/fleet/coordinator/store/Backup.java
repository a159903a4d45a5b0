package fleet.coordinator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Whole copies of a coordinator's file, and the way back. */
final class Backup {
  private Backup() {}

  /** A copy of one moment, taken while others read and write; under its name once it is whole. */
  static void take(Connection connection, Path file) throws SQLException {
    Path part = beside(file, ".part");
    if (Files.exists(file)) {
      throw new StoreException(file + " is there already: name a new file");
    }
    try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      copy.setString(1, part.toString());
      copy.execute();
      sync(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException("cannot write %s (%s): name another place".formatted(file, e), e);
    }
  }

  /**
   * Puts a copy in the place of fleet.db, which stays beside it as fleet.db.before-restore. At no
   * moment is there none.
   */
  static void restore(Path backup, DataDir dir) {
    check(backup);
    Path now = dir.database();
    Path kept = beside(now, ".before-restore");
    Path next = beside(now, ".restoring");
    try {
      Files.copy(backup, next, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      sync(next);
      if (Files.exists(now)) {
        mergeLog(now);
        Files.deleteIfExists(kept);
        Files.deleteIfExists(beside(kept, "-wal"));
        Files.createLink(kept, now);
        moveIfThere(beside(now, "-wal"), beside(kept, "-wal"));
        Files.deleteIfExists(beside(now, "-shm"));
      }
      Files.move(next, now, StandardCopyOption.ATOMIC_MOVE);
      sync(dir.path());
    } catch (IOException e) {
      throw new StoreException("cannot restore into %s (%s): make room".formatted(dir, e), e);
    }
  }

  private static void check(Path backup) {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    if (!Files.isRegularFile(backup)) {
      throw new StoreException(backup + " is no file: name one that fleet coordinator backup made");
    }
    try (Connection connection = config.createConnection("jdbc:sqlite:" + backup);
        Statement statement = connection.createStatement()) {
      if (!text(statement, "PRAGMA integrity_check").equals("ok")) {
        throw new StoreException(backup + " is damaged: take an older backup");
      }
      Migrations.refuseNewer(
          Long.parseLong(text(statement, "SELECT max(version) FROM schema_version")),
          Migrations.ALL.size());
    } catch (SQLException e) {
      throw new StoreException(
          "%s is no whole backup of a coordinator (%s): take another"
              .formatted(backup, e.getMessage()),
          e);
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /** What is still in the log goes into the file; a damaged one is kept as it is. */
  private static void mergeLog(Path database) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException _) {
      // A restore is what mends it.
      return;
    }
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
