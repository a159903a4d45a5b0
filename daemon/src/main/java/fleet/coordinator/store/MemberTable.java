package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.registry.MachineName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Machines and their revisions. */
final class MemberTable implements Tables.Members {
  private static final String ALL =
      "SELECT num, id, state, hostname, address, account, port, os, arch, public_key, host_key,"
          + " proposed, muted_until, known_since, revision FROM members";
  private static final String PUT =
      "INSERT INTO members (id, name, state, hostname, address, account, port, os, arch,"
          + " public_key, host_key, proposed, muted_until, known_since, revision)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, state = excluded.state,"
          + " hostname = excluded.hostname, address = excluded.address,"
          + " account = excluded.account, port = excluded.port, os = excluded.os,"
          + " arch = excluded.arch, public_key = excluded.public_key,"
          + " host_key = excluded.host_key, proposed = excluded.proposed,"
          + " muted_until = excluded.muted_until, known_since = excluded.known_since,"
          + " revision = excluded.revision";

  private final Session session;
  private final Roster roster;

  MemberTable(Session session, Roster roster) {
    this.session = session;
    this.roster = roster;
  }

  /** A member and its number in the tables. */
  record Seated(long number, Member member) {}

  static Optional<Seated> byId(Session session, String id) {
    return session.one(ALL + " WHERE id = ?", MemberTable::read, id);
  }

  static Optional<Seated> byNumber(Session session, long number) {
    return session.one(ALL + " WHERE num = ?", MemberTable::read, number);
  }

  static void each(Session session, Consumer<Seated> use) {
    session.each(ALL, MemberTable::read, use);
  }

  @Override
  public Optional<Member> byId(String id) {
    return byId(session, id).map(Seated::member);
  }

  @Override
  public Optional<Member> byName(String hostname) {
    return session
        .one(ALL + " WHERE name = ?", MemberTable::read, MachineName.key(hostname))
        .map(Seated::member);
  }

  @Override
  public List<Member> all() {
    return session.list(ALL + " ORDER BY num", row -> read(row).member());
  }

  @Override
  public long total() {
    return session.number("SELECT count(*) FROM members");
  }

  @Override
  public Member put(Member member, String actor, Instant at) {
    Optional<Seated> before = byId(session, member.id());
    long revision = before.map(seated -> seated.member().revision() + 1).orElse(1L);
    Member after =
        new Member(
            member.id(),
            member.state(),
            member.registration(),
            member.proposed(),
            member.mutedUntil().map(until -> until.truncatedTo(ChronoUnit.MILLIS)),
            member.knownSince().truncatedTo(ChronoUnit.MILLIS),
            revision);
    write(after);
    Seated seated = byId(session, member.id()).orElseThrow();
    if (before.isEmpty()) {
      session.change(
          "INSERT INTO pulses (machine, series, number, heard, expected, listened, dropped, lacks_report)"
              + " VALUES (?, '', 0, 0, 0, 0, 0, 1)",
          seated.number());
    }
    session.change(
        "INSERT INTO revisions (machine, number, at, actor, was, became)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        seated.number(),
        revision,
        at.toEpochMilli(),
        actor,
        before.map(was -> Masked.json(MemberJson.of(was.member())).toString()).orElse(null),
        Masked.json(MemberJson.of(after)).toString());
    session.whenCommitted(() -> roster.learn(seated));
    return after;
  }

  private void write(Member member) {
    Registration registration = member.registration();
    session.change(
        PUT,
        member.id(),
        MachineName.key(registration.hostname()),
        member.state().name(),
        registration.hostname(),
        registration.address(),
        registration.user(),
        registration.port(),
        registration.os(),
        registration.arch(),
        registration.publicKey(),
        registration.hostKey(),
        member.proposed().map(proposed -> proposed.json().toString()).orElse(null),
        member.mutedUntil().map(Instant::toEpochMilli).orElse(null),
        member.knownSince().toEpochMilli(),
        member.revision());
  }

  @Override
  public List<Tables.Revision> revisions(String id) {
    return session.list(
        "SELECT r.number, r.at, r.actor, r.was, r.became FROM revisions r"
            + " JOIN members m ON m.num = r.machine WHERE m.id = ? ORDER BY r.number",
        row ->
            new Tables.Revision(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                Optional.ofNullable(row.getString(4)).map(MemberTable::json),
                json(row.getString(5))),
        id);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) MemberJson.JSON.readTree(text);
  }

  private static Seated read(ResultSet row) throws SQLException {
    var registration =
        new Registration(
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getInt(7),
            row.getString(8),
            row.getString(9),
            row.getString(10),
            row.getString(11));
    long mutedUntil = row.getLong(13);
    boolean muted = !row.wasNull();
    var member =
        new Member(
            row.getString(2),
            Member.State.valueOf(row.getString(3)),
            registration,
            Optional.ofNullable(row.getString(12)).map(MemberJson::registration),
            muted ? Optional.of(Instant.ofEpochMilli(mutedUntil)) : Optional.empty(),
            Instant.ofEpochMilli(row.getLong(14)),
            row.getLong(15));
    return new Seated(row.getLong(1), member);
  }
}
