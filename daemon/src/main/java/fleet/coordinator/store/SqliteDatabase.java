package fleet.coordinator.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** One file that this process alone has open: many read, one writes, and neither waits. */
final class SqliteDatabase implements Database {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 5000;
  private static final int CACHE_KILOBYTES = 16 * 1024;
  private static final int FREE_PAGES = 100;
  private static final int LOG_BYTES = 64 * 1024 * 1024;

  private final DataDir dir;
  private final Pool readers;
  private final Pool writer;

  private SqliteDatabase(DataDir dir) {
    this.dir = dir;
    readers = pool(READERS);
    writer = pool(1);
  }

  static SqliteDatabase open(Path folder) {
    DataDir dir = DataDir.hold(folder);
    dir.makeDatabase();
    var database = new SqliteDatabase(dir);
    try {
      database.prepare();
      return database;
    } catch (SQLException e) {
      StoreException why = database.explained(e);
      database.close();
      throw why;
    }
  }

  /** Of a folder that another process may have open. */
  static void backup(Path folder, Path file) {
    Path database = DataDir.database(folder);
    if (!Files.exists(database)) {
      throw new StoreException("there is no %s: name the coordinator's --data".formatted(database));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      Backup.take(connection, file);
    } catch (SQLException e) {
      throw new StoreException(
          "cannot copy %s (%s): look at df -h %s"
              .formatted(
                  database, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), folder),
          e);
    }
  }

  private String url() {
    return "jdbc:sqlite:" + dir.database();
  }

  /** What the file itself remembers; how it gives room back must be said before the first table. */
  private void prepare() throws SQLException {
    try (Connection first = DriverManager.getConnection(url());
        Statement statement = first.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  private Pool pool(int most) {
    var config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KILOBYTES);
    config.setJournalSizeLimit(LOG_BYTES);
    var source = new SQLiteDataSource(config);
    source.setUrl(url());
    return Pool.of(most, pool -> pool.setDataSource(source));
  }

  @Override
  public Pool reading() {
    return readers;
  }

  @Override
  public Pool writing() {
    return writer;
  }

  @Override
  public StoreException explained(SQLException e) {
    String why =
        switch (code(e)) {
          case SQLITE_FULL ->
              "the disk of %s is full: make room (df -h %s), and the coordinator goes on by itself"
                  .formatted(dir, dir);
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN ->
              "%s cannot be written: look at its owner and its mount (ls -l %s; findmnt -T %s)"
                  .formatted(dir.database(), dir, dir);
          case SQLITE_IOERR ->
              ("the disk of %s fails or takes no writes (%s): look at df -h %s, findmnt -T %s and"
                      + " dmesg; the coordinator goes on by itself when it does again")
                  .formatted(
                      dir, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), dir, dir);
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              "%s is damaged: stop the coordinator and run fleet coordinator restore BACKUP --data %s"
                  .formatted(dir.database(), dir);
          case SQLITE_BUSY, SQLITE_LOCKED ->
              "another program holds %s: end it (fuser -v %s)"
                  .formatted(dir.database(), dir.database());
          default -> "%s: %s".formatted(dir.database(), e.getMessage());
        };
    return new StoreException(why, e);
  }

  @Override
  public boolean unwell(SQLException e) {
    return switch (code(e)) {
      case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE -> false;
      default -> true;
    };
  }

  /** The kind of an error without its details. */
  private static SQLiteErrorCode code(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
  }

  @Override
  public boolean own() {
    return true;
  }

  @Override
  public String migration(String statement) {
    return statement
        .replace("${id}", "INTEGER PRIMARY KEY AUTOINCREMENT")
        .replace("${clustered}", "WITHOUT ROWID")
        .replace("${fill}", "");
  }

  @Override
  public void exclude(Session session) {}

  /** A tenth stays free for what comes next. */
  @Override
  public boolean shrink(Session session) {
    long free = session.number("PRAGMA freelist_count");
    if (free <= Math.max(FREE_PAGES, session.number("PRAGMA page_count") / 10)) {
      return false;
    }
    session.run("PRAGMA incremental_vacuum(" + FREE_PAGES + ")");
    return true;
  }

  @Override
  public void backup(Path file) {
    try (Connection connection = DriverManager.getConnection(url())) {
      Backup.take(connection, file);
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
    dir.close();
  }
}
