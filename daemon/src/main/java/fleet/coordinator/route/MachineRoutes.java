package fleet.coordinator.route;

import fleet.coordinator.Member;
import fleet.coordinator.Member.State;
import fleet.coordinator.Registration;
import fleet.coordinator.Services;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Tables;
import fleet.coordinator.store.Tables.Line;
import fleet.report.HealthReport;
import fleet.report.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Machines as they are, and what people decide about them. */
final class MachineRoutes {
  private final Services services;

  private MachineRoutes(Services services) {
    this.services = services;
  }

  static List<Route> all(Services services) {
    var here = new MachineRoutes(services);
    return List.of(
        Route.look("/v1/machines", Access.VIEWER, here::list),
        Route.look("/v1/machines/{machine}", Access.VIEWER, here::one),
        Route.look("/v1/machines/{machine}/revisions", Access.VIEWER, here::revisions),
        Route.change(
            "POST", "/v1/machines/{machine}/approve", Access.ADMIN, MachineRoutes::approve),
        Route.change("POST", "/v1/machines/{machine}/retire", Access.ADMIN, MachineRoutes::retire),
        Route.change("POST", "/v1/machines/{machine}/mute", Access.OPERATOR, MachineRoutes::mute));
  }

  private record Seen(List<Line> lines, MachineJson json) {}

  private HttpAnswer list(Call call) {
    Seen seen =
        services
            .store()
            .read(
                tables ->
                    new Seen(
                        tables.board().lines(),
                        new MachineJson(services.upkeep().listening(), call.now())));
    return HttpAnswer.written(
        200,
        Json.MEDIA,
        out -> {
          try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("schema", 1);
            json.writeStringProperty("asOf", call.now().toString());
            json.writeNumberProperty("total", seen.lines().size());
            json.writeArrayPropertyStart("items");
            for (Line line : seen.lines()) {
              json.writeStartObject();
              seen.json().write(json, line);
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  private HttpAnswer one(Call call) {
    return services
        .store()
        .read(
            tables -> {
              Member member = member(call, tables);
              Line line = tables.board().line(member.id()).orElseThrow();
              Optional<HealthReport> report = tables.board().report(member.id());
              var shown = new MachineJson(services.upkeep().listening(), call.now());
              return HttpAnswer.written(
                  200,
                  Json.MEDIA,
                  out -> {
                    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
                      json.writeStartObject();
                      json.writeNumberProperty("schema", 1);
                      json.writeStringProperty("asOf", call.now().toString());
                      shown.write(json, line);
                      if (report.isPresent()) {
                        json.writeName("report");
                        json.writeTree(Wire.of(report.get()));
                      }
                      json.writeEndObject();
                    }
                  });
            });
  }

  private HttpAnswer revisions(Call call) {
    return services
        .store()
        .read(
            tables -> {
              var revisions = tables.members().revisions(member(call, tables).id());
              return Json.ok(
                  Json.list(
                      call.now(),
                      revisions.size(),
                      revisions.stream().map(MachineRoutes::json).toList()));
            });
  }

  private static ObjectNode json(Tables.Revision revision) {
    ObjectNode json =
        Json.NODES
            .objectNode()
            .put("number", revision.number())
            .put("at", revision.at().toString())
            .put("actor", revision.actor());
    revision.before().ifPresent(before -> json.set("before", before));
    json.set("after", revision.after());
    return json;
  }

  private static Reply approve(Call call, Tables tables) {
    Member member = standing(call, tables);
    if (call.json().has("revision")
        && Json.whole(call.json(), "revision", 0, Long.MAX_VALUE) != member.revision()) {
      throw Problem.of(
              409, "the machine has changed since you looked: fleet machine list, and look again")
          .exception();
    }
    Registration holds = member.proposed().orElse(member.registration());
    return put(
        call,
        tables,
        member,
        with(member, State.APPROVED, holds, Optional.empty(), member.mutedUntil()),
        "machine.approve");
  }

  private static Reply retire(Call call, Tables tables) {
    Member member = member(call, tables);
    tables.keys().revokeMachine(member.id());
    return put(
        call,
        tables,
        member,
        with(member, State.RETIRED, member.registration(), Optional.empty(), member.mutedUntil()),
        "machine.retire");
  }

  private static Reply mute(Call call, Tables tables) {
    Member member = standing(call, tables);
    if (!call.json().has("until")) {
      throw Json.invalid("until", "a time, or null");
    }
    Optional<Instant> until =
        call.json().path("until").isNull()
            ? Optional.empty()
            : Optional.of(Json.instant(call.json(), "until"));
    return put(
        call,
        tables,
        member,
        with(member, member.state(), member.registration(), member.proposed(), until),
        "machine.mute");
  }

  /** Writes what is another, and says what is now. */
  private static Reply put(Call call, Tables tables, Member before, Member after, String what) {
    Member now = before;
    if (!after.equals(before)) {
      now = tables.members().put(after, call.caller().id(), call.now());
      call.audit(tables, what, after.name(), MachineJson.word(after.state()));
    }
    ObjectNode body =
        Json.document()
            .put("id", now.id())
            .put("name", now.name())
            .put("state", MachineJson.word(now.state()))
            .put("revision", now.revision());
    now.mutedUntil().ifPresent(until -> body.put("mutedUntil", until.toString()));
    return Reply.of(200, body);
  }

  private static Member with(
      Member member,
      State state,
      Registration registration,
      Optional<Registration> proposed,
      Optional<Instant> mutedUntil) {
    return new Member(
        member.id(),
        state,
        registration,
        proposed,
        mutedUntil,
        member.knownSince(),
        member.revision());
  }

  private static Member standing(Call call, Tables tables) {
    Member member = member(call, tables);
    if (member.state() == State.RETIRED) {
      throw Problem.of(409, "the machine " + member.name() + " was removed, and stays so")
          .exception();
    }
    return member;
  }

  private static Member member(Call call, Tables tables) {
    String which = call.place("machine");
    return tables
        .members()
        .byId(which)
        .or(() -> tables.members().byName(which))
        .orElseThrow(
            () -> Problem.of(404, "there is no such machine: fleet machine list").exception());
  }
}
