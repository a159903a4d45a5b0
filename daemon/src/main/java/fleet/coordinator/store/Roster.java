package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.coordinator.store.MemberTable.Seated;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The members in memory, so that the board of all machines reads what changed and no more. */
final class Roster {
  /** Beyond so many unknown ones all are read at once. */
  private static final int FEW = 100;

  private final Map<Long, Member> members = new ConcurrentHashMap<>();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final boolean own;
  private final CompletableFuture<?> loaded;

  /** Beats need not wait until all members are read; the first board does. */
  Roster(Database database) {
    own = database.own();
    loaded =
        CompletableFuture.runAsync(
            () -> {
              try (Session session = new Session(database, false)) {
                MemberTable.each(session, this::learn);
              }
            });
  }

  /** A machine's number in the tables. */
  Optional<Long> number(Session session, String id) {
    Long known = numbers.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Seated> found = MemberTable.byId(session, id);
    found.ifPresent(seated -> session.whenCommitted(() -> learn(seated)));
    return found.map(Seated::number);
  }

  /** Of two that learn of the same machine the newer one is right, whoever comes first. */
  void learn(Seated seated) {
    members.merge(seated.number(), seated.member(), Roster::newer);
    numbers.put(seated.member().id(), seated.number());
  }

  private static Member newer(Member one, Member other) {
    return one.revision() >= other.revision() ? one : other;
  }

  /** All members by their numbers, of now. */
  Map<Long, Member> all(Session session) {
    boolean whole = loaded.handle((_, failure) -> failure == null).join();
    if (!own || !whole || session.writes()) {
      refresh(session);
    }
    return new HashMap<>(members);
  }

  private void refresh(Session session) {
    Collection<Long> stale =
        session
            .list(
                "SELECT num, revision FROM members",
                row -> new long[] {row.getLong(1), row.getLong(2)})
            .stream()
            .filter(row -> !isOf(row[0], row[1]))
            .map(row -> row[0])
            .toList();
    if (stale.size() > FEW) {
      MemberTable.each(session, this::learn);
    } else {
      stale.forEach(one -> MemberTable.byNumber(session, one).ifPresent(this::learn));
    }
  }

  private boolean isOf(long number, long revision) {
    Member known = members.get(number);
    return known != null && known.revision() == revision;
  }
}
