package fleet.coordinator.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreTest {
  @TempDir private Path dir;

  @Override
  Store open() {
    return Stores.sqlite(dir.resolve("data"), Sample::troubles);
  }
}
