package fleet.coordinator.route;

import fleet.coordinator.Role;
import fleet.coordinator.Secret;
import fleet.coordinator.Services;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Tables;
import fleet.registry.Form;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keys of people. */
final class KeyRoutes {
  private static final List<Role> OF_PEOPLE = List.of(Role.VIEWER, Role.OPERATOR, Role.ADMIN);

  private final Services services;

  private KeyRoutes(Services services) {
    this.services = services;
  }

  static List<Route> all(Services services) {
    var here = new KeyRoutes(services);
    return List.of(
        Route.change("POST", "/v1/keys", Access.ADMIN, KeyRoutes::make),
        Route.look("/v1/keys", Access.ADMIN, here::list),
        Route.change("DELETE", "/v1/keys/{actor}", Access.ADMIN, KeyRoutes::end));
  }

  private static Reply make(Call call, Tables tables) {
    String word = Json.text(call.json(), "role");
    Role role =
        OF_PEOPLE.stream()
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow(() -> Json.invalid("role", "viewer, operator or admin"));
    String label = RegistrationForm.text(call.json(), "label", Form.LINE);
    Secret key = Secret.make(Secret.Kind.KEY);
    tables.keys().put(key.hash(), role, label, Optional.empty(), call.now());
    call.audit(tables, "key.make", key.actor(), role.word());
    return Reply.of(201, Json.document().put("key", key.text()).put("actor", key.actor()));
  }

  private HttpAnswer list(Call call) {
    List<ObjectNode> keys =
        services.store().read(tables -> tables.keys().all()).stream().map(KeyRoutes::json).toList();
    return Json.ok(Json.list(call.now(), keys.size(), keys));
  }

  private static ObjectNode json(Tables.Key key) {
    ObjectNode json =
        Json.NODES
            .objectNode()
            .put("actor", key.actor())
            .put("role", key.role().word())
            .put("label", key.label())
            .put("madeAt", key.madeAt().toString());
    key.machine().ifPresent(machine -> json.put("machine", machine));
    return json;
  }

  private static Reply end(Call call, Tables tables) {
    String actor = call.place("actor");
    List<Tables.Key> keys = tables.keys().all();
    if (keys.stream().noneMatch(key -> key.actor().equals(actor))) {
      throw Problem.of(404, "there is no such key: GET /v1/keys lists them").exception();
    }
    if (keys.stream().noneMatch(key -> key.role() == Role.ADMIN && !key.actor().equals(actor))) {
      throw Problem.of(409, "this is the last admin's key: make another one first").exception();
    }
    tables.keys().revoke(actor);
    call.audit(tables, "key.end", actor, "ended");
    return Reply.of(200, Json.document().put("actor", actor));
  }
}
