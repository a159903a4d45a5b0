package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.report.HealthReport;
import fleet.report.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last word of every machine: who is a member, and where its beats have come to. */
final class SqlBoard implements Tables.Board {
  private final Session session;
  private final Roster roster;
  private final Pulses pulses;

  SqlBoard(Session session, Roster roster, Pulses pulses) {
    this.session = session;
    this.roster = roster;
    this.pulses = pulses;
  }

  @Override
  public List<Tables.Line> lines() {
    Map<Long, Member> waiting = roster.all(session);
    List<Tables.Line> lines = new ArrayList<>(waiting.size());
    pulses.each(
        session,
        pulse -> {
          Member member = waiting.remove(pulse.machine());
          if (member != null) {
            lines.add(line(member, pulse));
          }
        });
    waiting.forEach((number, member) -> lines.add(line(member, Pulse.none(number))));
    return lines;
  }

  @Override
  public Optional<Tables.Line> line(String machine) {
    return MemberTable.byId(session, machine)
        .map(
            seated ->
                line(
                    seated.member(),
                    pulses
                        .of(session, seated.number())
                        .orElseGet(() -> Pulse.none(seated.number()))));
  }

  private static Tables.Line line(Member member, Pulse pulse) {
    return new Tables.Line(
        member, pulse.last(), pulse.conditions(), pulse.dropped(), pulse.extract());
  }

  @Override
  public Optional<HealthReport> report(String machine) {
    return session
        .one(
            "SELECT r.report FROM reports r JOIN members m ON m.num = r.machine WHERE m.id = ?",
            row -> row.getString(1),
            machine)
        .map(text -> Wire.report(MemberJson.JSON.readTree(text)));
  }
}
