package fleet.coordinator.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A database that several coordinators may share. */
final class PostgresDatabase implements Database {
  private static final int READERS = 6;
  private static final int WRITERS = 2;

  /** The number of the lock that works of all coordinators take: "fleet" in letters. */
  private static final long LOCK = 0x666c656574L;

  private final String place;
  private final Pool readers;
  private final Pool writers;

  private PostgresDatabase(String url) {
    place =
        url.substring("jdbc:".length()).replaceFirst("[?].*", "").replaceFirst("//[^/]*@", "//");
    readers =
        Pool.of(
            READERS,
            pool -> {
              pool.setReadOnly(true);
              pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
              at(url, pool);
            });
    writers = Pool.of(WRITERS, pool -> at(url, pool));
  }

  private static void at(String url, HikariConfig pool) {
    pool.setJdbcUrl(url);
    properties().forEach((name, value) -> pool.addDataSourceProperty((String) name, value));
  }

  private static Properties properties() {
    var properties = new Properties();
    properties.setProperty("ApplicationName", "fleet coordinator");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  /**
   * Of an address as {@code jdbc:postgresql://HOST/DATABASE?user=U}; the password is in ~/.pgpass,
   * or behind it as {@code &password=}.
   */
  static PostgresDatabase open(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new StoreException(
          "--database must be a folder, or as in jdbc:postgresql://HOST/DATABASE?user=USER");
    }
    var database = new PostgresDatabase(url);
    try (Connection _ = DriverManager.getConnection(url, properties())) {
      return database;
    } catch (SQLException e) {
      StoreException why = database.explained(e);
      database.close();
      throw why;
    }
  }

  @Override
  public Pool reading() {
    return readers;
  }

  @Override
  public Pool writing() {
    return writers;
  }

  @Override
  public StoreException explained(SQLException e) {
    String said = String.valueOf(said(e).getMessage()).lines().findFirst().orElse("");
    String why =
        switch (state(e)) {
          case "53100" ->
              "the disk of %s is full: make room there, and the coordinator goes on by itself";
          case "25006" ->
              "%s takes no writes (a standby, or default_transaction_read_only): name the primary";
          case "28000", "28P01", "08004" ->
              "%s refuses the login: look at user and password in ~/.pgpass";
          case "3D000" -> "%s is not there: createdb it";
          case "42501" -> "%s forbids it: GRANT the account CREATE on the database's schema";
          default ->
              away(e)
                  ? "%s cannot be reached: start it (pg_isready), and the coordinator goes on by"
                      + " itself"
                  : "%s does not take it";
        };
    return new StoreException(why.formatted(place) + " (" + said + ")", e);
  }

  @Override
  public boolean unwell(SQLException e) {
    return switch (state(e).substring(0, 2)) {
      case "22", "23", "42" -> false;
      default -> true;
    };
  }

  private static boolean away(SQLException e) {
    String state = state(e);
    return state.isBlank() || state.startsWith("08") || state.startsWith("57");
  }

  /** The pool's own exception hides the one that says why there is no connection. */
  private static SQLException said(SQLException e) {
    return e.getCause() instanceof SQLException cause ? said(cause) : e;
  }

  private static String state(SQLException e) {
    String state = said(e).getSQLState();
    return state == null ? "  " : state;
  }

  @Override
  public boolean own() {
    return false;
  }

  @Override
  public String migration(String statement) {
    return statement
        .replace("${id}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
        .replace("${clustered}", "")
        .replace("${fill}", "WITH (fillfactor = 50)");
  }

  @Override
  public void exclude(Session session) {
    session.list("SELECT pg_advisory_xact_lock(?)", _ -> true, LOCK);
  }

  /** PostgreSQL does that itself. */
  @Override
  public boolean shrink(Session session) {
    return false;
  }

  @Override
  public void backup(Path file) {
    throw new StoreException(
        "PostgreSQL makes its own backups: pg_dump --format=custom --file %s %s"
            .formatted(file, place));
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
