package fleet.coordinator.route;

import fleet.coordinator.Admission;
import fleet.coordinator.Admission.Asker;
import fleet.coordinator.Admission.Decision;
import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.coordinator.Role;
import fleet.coordinator.Secret;
import fleet.coordinator.store.Tables;
import fleet.registry.Form;
import fleet.registry.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How machines come into the fleet. */
final class RegisterRoutes {
  private static final long LONGEST_JOIN = Duration.ofDays(7).toMinutes();

  private RegisterRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.change("POST", "/v1/machines", Access.REGISTER, RegisterRoutes::register),
        Route.change("POST", "/v1/joins", Access.OPERATOR, RegisterRoutes::join));
  }

  private static Reply join(Call call, Tables tables) {
    String machine = RegistrationForm.text(call.json(), "machine", Form.MACHINE_NAME);
    long minutes = Json.whole(call.json(), "minutes", 1, LONGEST_JOIN);
    Instant expires = call.now().plus(Duration.ofMinutes(minutes));
    Secret token = Secret.make(Secret.Kind.JOIN);
    tables.joins().put(token.hash(), machine, expires, call.caller().id(), call.now());
    call.audit(tables, "join.make", machine, "expires " + expires);
    return Reply.of(
        201, Json.document().put("token", token.text()).put("expires", expires.toString()));
  }

  private static Reply register(Call call, Tables tables) {
    Optional<Asker> asker = asker(call, tables);
    if (asker.isEmpty()) {
      call.audit(
          tables, "machine.register", "-", "refused: the join token is used, expired or unknown");
      return Reply.refused(
          call,
          Problem.of(
              401, "this join token is used, expired or unknown: fleet machine token MACHINE"));
    }
    Registration said;
    try {
      said = RegistrationForm.read(call.json());
    } catch (ProblemException e) {
      String name = call.json().path("hostname").asString("-");
      call.audit(tables, "machine.register", name, "refused: " + e.problem().detail());
      return Reply.refused(call, e.problem());
    }
    if (call.caller() instanceof Caller.Joining(Secret token)) {
      tables.joins().use(token.hash(), call.now());
    }
    Optional<Member> known = tables.members().byName(said.hostname());
    return switch (Admission.of(known, said, asker.get())) {
      case Decision.Refused(boolean conflict, String why) -> {
        call.audit(tables, "machine.register", said.hostname(), "refused: " + why);
        yield Reply.refused(call, Problem.of(conflict ? 409 : 403, why));
      }
      case Decision.Admitted admitted -> write(call, tables, known, admitted, asker.get());
    };
  }

  private static Optional<Asker> asker(Call call, Tables tables) {
    return switch (call.caller()) {
      case Caller.Joining(Secret token) ->
          tables.joins().valid(token.hash(), call.now()).map(Asker.Joining::new);
      case Caller.Keyed(var actor) when actor.role() == Role.MACHINE ->
          actor.machine().map(Asker.Itself::new);
      default -> Optional.of(new Asker.Operator());
    };
  }

  private static Reply write(
      Call call, Tables tables, Optional<Member> known, Decision.Admitted admitted, Asker asker) {
    Member wanted =
        new Member(
            known
                .map(Member::id)
                .orElseGet(() -> Ulid.next("mach", call::now, ThreadLocalRandom.current())),
            admitted.state(),
            admitted.registration(),
            admitted.proposed(),
            known.flatMap(Member::mutedUntil),
            known.map(Member::knownSince).orElse(call.now()),
            known.map(Member::revision).orElse(0L));
    String state = admitted.waits() ? "pending" : "approved";
    if (!known.equals(Optional.of(wanted))) {
      tables.members().put(wanted, call.caller().id(), call.now());
      call.audit(tables, "machine.register", wanted.name(), state);
    }
    var body = Json.document().put("id", wanted.id()).put("state", state);
    token(call, tables, wanted, known.isEmpty(), asker)
        .ifPresent(token -> body.put("token", token.text()));
    return Reply.of(known.isEmpty() ? 201 : 200, body);
  }

  /** A machine has one token: where it gets another, the older one dies. */
  private static Optional<Secret> token(
      Call call, Tables tables, Member member, boolean isNew, Asker asker) {
    boolean wanted =
        switch (asker) {
          case Asker.Itself _ -> false;
          case Asker.Joining _ -> true;
          case Asker.Operator() -> isNew || call.json().path("newToken").asBoolean(false);
        };
    if (!wanted) {
      return Optional.empty();
    }
    tables.keys().revokeMachine(member.id());
    Secret token = Secret.make(Secret.Kind.TOKEN);
    tables
        .keys()
        .put(token.hash(), Role.MACHINE, member.name(), Optional.of(member.id()), call.now());
    call.audit(tables, "machine.token", member.name(), "made " + token.actor());
    return Optional.of(token);
  }
}
