package fleet.coordinator.store;

import fleet.coordinator.Actor;
import fleet.coordinator.Extract;
import fleet.coordinator.Member;
import fleet.coordinator.Role;
import fleet.report.Condition;
import fleet.report.HealthReport;
import fleet.verdict.Heard;
import fleet.verdict.Listening;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The tables of a store, within one transaction. */
public interface Tables {
  Members members();

  Keys keys();

  Joins joins();

  Audit audit();

  Replays replays();

  Documents documents();

  Board board();

  Uptime uptime();

  History history();

  /** Machines and their revisions. */
  interface Members {
    Optional<Member> byId(String id);

    /** The one of that hostname; capitals and {@code .local} do not count. */
    Optional<Member> byName(String hostname);

    List<Member> all();

    long total();

    /** Inserts or replaces, and writes a revision with before and after, secrets redacted. */
    Member put(Member member, String actor, Instant at);

    List<Revision> revisions(String id);
  }

  /** A numbered change of a machine's registration. */
  record Revision(
      long number, Instant at, String actor, Optional<ObjectNode> before, ObjectNode after) {}

  /** Keys and machine tokens, by their SHA-256 alone. */
  interface Keys {
    void put(String sha256, Role role, String label, Optional<String> machine, Instant at);

    Optional<Actor> actor(String sha256);

    /** Whether there is any key at all; a first start has none. */
    boolean any();

    List<Key> all();

    /** Ends the keys of that actor id. */
    int revoke(String actor);

    /** Ends every token of that machine. */
    int revokeMachine(String machine);
  }

  /** What may be shown of a key. */
  record Key(String actor, Role role, String label, Optional<String> machine, Instant madeAt) {}

  /** Join tokens: single use, expiring, each for one machine by name. */
  interface Joins {
    void put(String sha256, String machine, Instant expires, String actor, Instant at);

    /** The machine's name that it was made for, as long as it may be used; it stays so. */
    Optional<String> valid(String sha256, Instant now);

    /**
     * Uses a token up.
     *
     * @return the machine's name that it was made for; none if it is unknown, used or expired
     */
    Optional<String> use(String sha256, Instant now);
  }

  /** What was done by whom, each entry with a hash over itself and the one before. */
  interface Audit {
    void add(Entry entry);

    /** From that number on, oldest first. */
    List<Chained> from(long number, int most);

    long total();

    /** How far the chain goes, as it is noted apart from the entries. */
    AuditChain.Head head();
  }

  /**
   * One thing that was done or refused.
   *
   * @param what as in {@code machine.approve}
   * @param subject the id or name that it was done to
   */
  record Entry(
      Instant at, String actor, String what, String subject, String outcome, String correlation) {}

  /** An entry in its chain. */
  record Chained(long number, Entry entry, String hash) {}

  /** Answers that are given again to a repeated Idempotency-Key. */
  interface Replays {
    Optional<Replay> find(String actor, String key, Instant now);

    void keep(String actor, String key, Replay replay, Instant now);
  }

  /**
   * An answer that was given.
   *
   * @param request the SHA-256 of the request that was answered; another under the same key is an
   *     error
   */
  record Replay(String request, int status, String body) {}

  /** Named texts: the published bootstrap script, the last mesh matrix. */
  interface Documents {
    Optional<String> get(String name);

    void put(String name, String text, Instant at);
  }

  /** The last word of every machine. */
  interface Board {
    List<Line> lines();

    Optional<Line> line(String machine);

    Optional<HealthReport> report(String machine);
  }

  /**
   * A machine, when it was heard, and its conditions since when; none where it never reported.
   *
   * @param dropped how many full reports its agent lost for lack of room
   */
  record Line(
      Member member,
      Optional<Heard> heard,
      List<Condition> conditions,
      long dropped,
      Optional<Extract> extract) {}

  /** When some coordinator of this database was up: one row, a {@link Listening}. */
  interface Uptime {
    /** Makes the mark that one is up, each {@link Listening#MARK}; the first makes the row. */
    Listening alive(Instant now);
  }

  /** The beats of the last day, and of the month before one an hour. */
  interface History {
    /** Of a machine since then, in the order of their arrival. */
    List<Past> of(String machine, Instant from, Instant to);
  }

  /**
   * A beat that was stored.
   *
   * @param at by the machine's clock
   * @param heard by the coordinator's
   */
  record Past(String series, long number, Instant at, Instant heard) {}
}
