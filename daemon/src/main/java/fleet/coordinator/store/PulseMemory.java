package fleet.coordinator.store;

import fleet.coordinator.store.Pulse.Sign;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pulses of a database that is ours alone: memory is the truth, and what the disk has is the
 * log of beats. The table follows some at a time, in the order of the machines (a write of each
 * machine's row at each beat would cost a page of the disk each), and what it lacks is replayed at
 * start from the log.
 */
final class PulseMemory implements Pulses {
  /** So many beats may have to be replayed, about; of the rows some follow at a time. */
  static final int BEHIND = 50_000;

  private final int mostBehind;

  private final Map<Long, Pulse> known = new ConcurrentHashMap<>();
  private Set<Long> changed = new HashSet<>();
  private List<Long> following = List.of();
  private long mark;
  private int behind;

  PulseMemory(Session session, int mostBehind) {
    this.mostBehind = mostBehind;
    new PulseTable().each(session, pulse -> known.put(pulse.machine(), pulse));
    var log = new HashMap<Long, List<Sign>>();
    session.each(
        "SELECT machine, series, number, at, heard, expected, listened, dropped, report FROM beats"
            + " WHERE id > (SELECT value FROM marks WHERE name = 'swept') ORDER BY id",
        Logged::read,
        one -> log.computeIfAbsent(one.machine(), _ -> new ArrayList<>()).add(one.sign()));
    log.forEach(this::replay);
  }

  private record Logged(long machine, Sign sign) {
    static Logged read(ResultSet row) throws SQLException {
      var sign =
          new Sign(
              row.getString(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6),
              row.getLong(7),
              row.getLong(8),
              row.getLong(9) == 1);
      return new Logged(row.getLong(1), sign);
    }
  }

  /** The table may be further than the log's mark: what it has already is not counted again. */
  private void replay(long machine, List<Sign> signs) {
    Pulse pulse = known.getOrDefault(machine, Pulse.none(machine));
    int had = signs.size() - 1;
    while (had >= 0 && !pulse.isAt(signs.get(had))) {
      had--;
    }
    for (Sign sign : signs.subList(had + 1, signs.size())) {
      boolean same = sign.series().equals(pulse.series());
      pulse =
          pulse.after(
              sign, same ? pulse.number() : sign.number() - 1, pulse.conditions(), pulse.extract());
      behind++;
    }
    known.put(machine, pulse);
    changed.add(machine);
  }

  @Override
  public Map<Long, Pulse> hold(Session session, Collection<Long> machines) {
    var held = new HashMap<Long, Pulse>();
    for (long machine : machines) {
      held.put(machine, known.getOrDefault(machine, Pulse.none(machine)));
    }
    return held;
  }

  @Override
  public void put(Session session, Collection<Pulse> pulses) {
    follow(session);
    session.whenCommitted(
        () -> {
          for (Pulse pulse : pulses) {
            known.put(pulse.machine(), pulse);
            changed.add(pulse.machine());
          }
          behind += pulses.size();
        });
  }

  /** Brings some rows of the table up to what memory knew before this transaction. */
  private void follow(Session session) {
    if (following.isEmpty()) {
      if (behind < mostBehind) {
        return;
      }
      mark = session.number("SELECT max(id) FROM beats");
      following = changed.stream().sorted().toList();
      changed = new HashSet<>();
      behind = 0;
    }
    List<Long> now =
        following.subList(0, Math.min(Math.max(1, mostBehind / 100), following.size()));
    List<Long> later = following.subList(now.size(), following.size());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long machine : now) {
      rows.add(PulseTable.values(known.getOrDefault(machine, Pulse.none(machine))));
    }
    session.changeAll(PulseTable.UPDATE, rows);
    if (later.isEmpty()) {
      session.change("UPDATE marks SET value = ? WHERE name = 'swept'", mark);
    }
    session.whenCommitted(() -> following = later);
  }

  @Override
  public Optional<Pulse> of(Session session, long machine) {
    return Optional.ofNullable(known.get(machine));
  }

  @Override
  public void each(Session session, Consumer<Pulse> use) {
    known.values().forEach(use);
  }
}
