package fleet.coordinator.store;

import java.time.Instant;
import java.util.Optional;

/** Named texts. */
final class DocumentTable implements Tables.Documents {
  private final Session session;

  DocumentTable(Session session) {
    this.session = session;
  }

  @Override
  public Optional<String> get(String name) {
    return session.one(
        "SELECT content FROM documents WHERE name = ?", row -> row.getString(1), name);
  }

  @Override
  public void put(String name, String text, Instant at) {
    session.change(
        "INSERT INTO documents (name, content, at) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET content = excluded.content, at = excluded.at",
        name,
        text,
        at.toEpochMilli());
  }
}
