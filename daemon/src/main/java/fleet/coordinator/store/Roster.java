package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.coordinator.store.MemberTable.Seated;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The members in memory, so that the board of all machines reads what changed and no more. */
final class Roster {
  /** Beyond so many unknown ones all are read at once. */
  private static final int FEW = 100;

  private final Map<Long, Member> members = new ConcurrentHashMap<>();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();
  private final boolean own;

  Roster(boolean own, Session session) {
    this.own = own;
    MemberTable.all(session).forEach(this::learn);
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

  void learn(Seated seated) {
    members.put(seated.number(), seated.member());
    numbers.put(seated.member().id(), seated.number());
  }

  /** All members by their numbers, of now. */
  Map<Long, Member> all(Session session) {
    if (!own || session.writes()) {
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
    List<Seated> read =
        stale.size() > FEW
            ? MemberTable.all(session)
            : stale.stream().flatMap(one -> MemberTable.byNumber(session, one).stream()).toList();
    read.forEach(this::learn);
  }

  private boolean isOf(long number, long revision) {
    Member known = members.get(number);
    return known != null && known.revision() == revision;
  }
}
