package fleet.coordinator.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The numbered steps from an empty database to today's tables; they go forward only. */
final class Migrations {
  /** The first is V001.sql; a step that was released is never changed. */
  static final List<String> ALL = List.of(text("V001"));

  private Migrations() {}

  static void apply(Database database, List<String> steps) {
    try (Session session = new Session(database, true)) {
      database.exclude(session);
      session.change(
          "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)");
      long version = session.number("SELECT max(version) FROM schema_version");
      refuseNewer(version, steps.size());
      for (long next = version + 1; next <= steps.size(); next++) {
        statements(steps.get((int) next - 1))
            .forEach(statement -> session.change(database.migration(statement)));
        session.change("INSERT INTO schema_version (version) VALUES (?)", next);
      }
      session.commit();
    }
  }

  static void refuseNewer(long version, long known) {
    if (version > known) {
      throw new StoreException(
          "the database is of a newer fleet (its tables are number %d, and this one knows %d):"
                  .formatted(version, known)
              + " upgrade fleet");
    }
  }

  private static List<String> statements(String step) {
    return List.of(step.strip().split(";\\s*(?:\n|$)"));
  }

  private static String text(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("no " + name + ".sql in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
