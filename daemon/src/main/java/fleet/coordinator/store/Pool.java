package fleet.coordinator.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Connections that are kept for the next session. */
final class Pool implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 3000;

  /** What it would log with a stack trace is said by a {@link StoreException} in one line. */
  private static final Logger QUIET = Logger.getLogger("com.zaxxer.hikari");

  private final HikariDataSource connections;

  private Pool(HikariDataSource connections) {
    this.connections = connections;
  }

  static Pool of(int most, Consumer<HikariConfig> source) {
    QUIET.setLevel(Level.OFF);
    var config = new HikariConfig();
    config.setAutoCommit(false);
    config.setMaximumPoolSize(most);
    // None is made before it is wanted: one that was made while the disk took no writes never
    // would.
    config.setMinimumIdle(0);
    config.setIdleTimeout(0);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    source.accept(config);
    return new Pool(new HikariDataSource(config));
  }

  Connection take() throws SQLException {
    return connections.getConnection();
  }

  /** Ends one of which nobody knows how it stands. */
  void drop(Connection connection) {
    connections.evictConnection(connection);
  }

  @Override
  public void close() {
    connections.close();
  }
}
