package fleet.coordinator.store;

import fleet.coordinator.store.Tables.Chained;
import fleet.coordinator.store.Tables.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The chain of the audit: each entry's hash is over the hash before it and the entry, so that
 * whoever changes one must change all after it, and cannot where the head is known elsewhere.
 */
public final class AuditChain {
  /** Before the first entry. */
  public static final Head START = new Head(0, "0".repeat(64));

  private AuditChain() {}

  /**
   * How far a chain goes.
   *
   * @param count the number of its last entry
   * @param hash of that entry
   */
  public record Head(long count, String hash) {}

  /** What became of a look at a chain. */
  public sealed interface Verified {
    /** All of it holds. */
    record Whole(Head head) implements Verified {}

    /** From this number on it does not. */
    record Broken(long number, String why) implements Verified {}
  }

  /** The entry that follows on that head. */
  public static Chained next(Head before, Entry entry) {
    var whole =
        new Entry(
            entry.at().truncatedTo(ChronoUnit.MILLIS),
            entry.actor(),
            entry.what(),
            entry.subject(),
            entry.outcome(),
            entry.correlation());
    return new Chained(before.count() + 1, whole, hash(before, whole));
  }

  /**
   * Looks at entries that follow on a head which is trusted ({@link #START}, or one kept from an
   * earlier look).
   *
   * @param noted the head as it was noted apart from the entries
   */
  public static Verified verify(Head trusted, List<Chained> entries, Head noted) {
    Head head = trusted;
    for (Chained entry : entries) {
      if (entry.number() != head.count() + 1) {
        return new Verified.Broken(
            head.count() + 1, "entry %d follows on %d".formatted(entry.number(), head.count()));
      }
      if (!entry.hash().equals(hash(head, entry.entry()))) {
        return new Verified.Broken(entry.number(), "its hash does not fit");
      }
      head = new Head(entry.number(), entry.hash());
    }
    if (noted.count() > head.count()) {
      return new Verified.Broken(
          head.count() + 1, "%d entries are noted and end here".formatted(noted.count()));
    }
    if (noted.count() < head.count()) {
      return new Verified.Broken(
          noted.count() + 1, "only %d entries are noted".formatted(noted.count()));
    }
    return noted.equals(head)
        ? new Verified.Whole(head)
        : new Verified.Broken(head.count(), "another hash is noted for it");
  }

  private static String hash(Head before, Entry entry) {
    String canonical =
        JsonNodeFactory.instance
            .objectNode()
            .put("number", before.count() + 1)
            .put("at", entry.at().toString())
            .put("actor", entry.actor())
            .put("what", entry.what())
            .put("subject", entry.subject())
            .put("outcome", entry.outcome())
            .put("correlation", entry.correlation())
            .toString();
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((before.hash() + "\n" + canonical).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
