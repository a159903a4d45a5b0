package fleet.coordinator.route;

import fleet.coordinator.Extract;
import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.coordinator.store.Tables.Line;
import fleet.report.Condition;
import fleet.verdict.Judge;
import fleet.verdict.Judged;
import fleet.verdict.Listening;
import fleet.verdict.Standing;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** A machine as it is shown: what is known of it, and the verdict of now. */
record MachineJson(Listening listening, Instant now) {

  Judged judge(Line line) {
    Member member = line.member();
    return Judge.of(
        new Standing(
            member.knownSince(),
            line.heard(),
            false,
            member.state() == Member.State.PENDING,
            member.mutedUntil(),
            line.conditions()),
        listening,
        now);
  }

  /** The fields, without the braces around them. */
  void write(JsonGenerator out, Line line) {
    Member member = line.member();
    out.writeStringProperty("id", member.id());
    out.writeStringProperty("name", member.name());
    out.writeStringProperty("state", word(member.state()));
    write(out, "registration", member.registration());
    member.proposed().ifPresent(proposed -> write(out, "proposed", proposed));
    out.writeStringProperty("knownSince", member.knownSince().toString());
    line.heard()
        .ifPresent(
            heard -> {
              out.writeStringProperty("lastHeard", heard.at().toString());
              out.writeStringProperty("expectedBy", heard.expectedBy().toString());
            });
    member.mutedUntil().ifPresent(at -> out.writeStringProperty("mutedUntil", at.toString()));
    Judged judged = judge(line);
    out.writeStringProperty("verdict", judged.verdict().word());
    out.writeStringProperty("why", judged.why());
    out.writeStringProperty("since", judged.since().toString());
    out.writeNumberProperty("dropped", line.dropped());
    out.writeNumberProperty("revision", member.revision());
    line.extract().ifPresent(extract -> write(out, extract));
    out.writeObjectPropertyStart("conditions");
    out.writeNumberProperty("total", line.conditions().size());
    out.writeArrayPropertyStart("items");
    line.conditions().forEach(condition -> write(out, condition));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Extract extract) {
    out.writeStringProperty("agent", extract.agent());
    out.writeName("disk");
    out.writeRawValue(extract.disk());
    out.writeName("tailscale");
    out.writeRawValue(extract.tailscale());
  }

  static String word(Member.State state) {
    return switch (state) {
      case PENDING -> "pending";
      case APPROVED -> "approved";
      case RETIRED -> "retired";
    };
  }

  private static void write(JsonGenerator out, String name, Registration registration) {
    out.writeObjectPropertyStart(name);
    out.writeStringProperty("hostname", registration.hostname());
    out.writeStringProperty("address", registration.address());
    out.writeStringProperty("user", registration.user());
    out.writeNumberProperty("port", registration.port());
    out.writeStringProperty("os", registration.os());
    out.writeStringProperty("arch", registration.arch());
    out.writeStringProperty("publicKey", registration.publicKey());
    out.writeStringProperty("hostKey", registration.hostKey());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Condition condition) {
    out.writeStartObject();
    out.writeStringProperty("type", condition.type());
    out.writeStringProperty("severity", condition.severity().word());
    out.writeStringProperty("reason", condition.reason());
    out.writeStringProperty("since", condition.since().toString());
    out.writeEndObject();
  }
}
