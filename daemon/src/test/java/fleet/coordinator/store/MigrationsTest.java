package fleet.coordinator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From each version of the tables to today's, and never back. */
@ParameterizedClass
@EnumSource
class MigrationsTest {
  private static final String NEXT =
      "ALTER TABLE documents ADD COLUMN about TEXT;\nCREATE INDEX about ON documents (about);\n";

  @Parameter private Ground ground;
  @TempDir private Path dir;

  @Test
  void eachVersionComesUpToTodays() {
    for (int version = 0; version <= Migrations.ALL.size(); version++) {
      String place = ground.fresh(dir.resolve("v" + version));
      migrate(place, Migrations.ALL.subList(0, version));
      try (Store store = Ground.open(place)) {
        Sample.member(store, "mach_1", "m1");
        assertEquals(1, Sample.beats(store, "mach_1", StoreTest.NOON, Sample.beat("a", 1)));
      }
    }
  }

  @Test
  void whatWasThereStaysAndTheNewIsThere() {
    String place = ground.fresh(dir);
    put(place, "one");
    List<String> more = new ArrayList<>(Migrations.ALL);
    more.add(NEXT);
    migrate(place, more);
    migrate(place, more);
    try (Database database = Ground.database(place);
        Session session = new Session(database, true)) {
      assertEquals(
          List.of("one"),
          session.list(
              "SELECT content FROM documents WHERE about IS NULL", row -> row.getString(1)));
    }
    StoreException newer = assertThrows(StoreException.class, () -> put(place, "two"));
    assertEquals(
        "the database is of a newer fleet (its tables are number %d, and this one knows %d): upgrade fleet"
            .formatted(more.size(), Migrations.ALL.size()),
        newer.getMessage());
  }

  @Test
  void aStepThatFailsLeavesTheVersionBefore() {
    String place = ground.fresh(dir);
    put(place, "one");
    List<String> more = new ArrayList<>(Migrations.ALL);
    more.add("CREATE TABLE half (a BIGINT);\nCREATE TABLE half (a BIGINT);\n");
    assertThrows(StoreException.class, () -> migrate(place, more));
    put(place, "two");
  }

  private void put(String place, String text) {
    try (Store store = Ground.open(place)) {
      store.write(
          tables -> {
            tables.documents().put("mesh", text, StoreTest.NOON);
            return "";
          });
    }
  }

  private void migrate(String place, List<String> steps) {
    try (Database database = Ground.database(place)) {
      Migrations.apply(database, steps);
    }
  }
}
