package fleet.coordinator.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections that are kept for the next session. */
final class Pool {
  private static final long PATIENCE_MILLIS = 5000;

  /** What it would log with a stack trace is said by a {@link StoreException} in one line. */
  private static final Logger QUIET = Logger.getLogger("com.zaxxer.hikari");

  private Pool() {}

  static HikariDataSource of(DataSource source, int most) {
    return of(source, most, _ -> {});
  }

  static HikariDataSource of(DataSource source, int most, Consumer<HikariConfig> more) {
    QUIET.setLevel(Level.OFF);
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    more.accept(config);
    return new HikariDataSource(config);
  }
}
