package fleet.coordinator.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreTest extends StoreTest {
  private String database;

  @BeforeAll
  static void installed() {
    assumeTrue(Postgres.installed().isPresent(), "no PostgreSQL: bin/setup installs it on Debian");
  }

  @BeforeEach
  void fresh() {
    database = Postgres.shared().database();
  }

  @Override
  Store open() {
    return Stores.open(database, Sample::troubles);
  }
}
