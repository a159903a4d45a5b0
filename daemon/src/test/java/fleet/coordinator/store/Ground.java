package fleet.coordinator.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** What a store stands on; every test of a store runs on each. */
enum Ground {
  SQLITE {
    @Override
    String fresh(Path dir) {
      return dir.resolve("data").toString();
    }
  },
  POSTGRES {
    @Override
    String fresh(Path dir) {
      assumeTrue(
          Postgres.installed().isPresent(), "no PostgreSQL: bin/setup installs it on Debian");
      return Postgres.shared().database();
    }
  };

  /** After so few beats the table of pulses follows the log. */
  static final int SOON = 10;

  /** The place of a new, empty database. */
  abstract String fresh(Path dir);

  static Store open(String place) {
    return place.startsWith("jdbc:")
        ? Stores.open(place, Sample::troubles)
        : Stores.sqlite(Path.of(place), Sample::troubles, SOON);
  }

  static Database database(String place) {
    return place.startsWith("jdbc:")
        ? PostgresDatabase.open(place)
        : SqliteDatabase.open(Path.of(place));
  }
}
