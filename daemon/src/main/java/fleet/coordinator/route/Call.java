package fleet.coordinator.route;

import fleet.coordinator.Actor;
import fleet.coordinator.http.HttpRequest;
import fleet.coordinator.store.Tables;
import fleet.yaml.Shown;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request whose sender may make it.
 *
 * @param places what the path says where the route's template has names
 * @param json the body; empty where there was none
 */
record Call(
    HttpRequest request,
    Map<String, String> places,
    Caller caller,
    String correlation,
    Instant now,
    ObjectNode json) {

  String place(String name) {
    return Optional.ofNullable(places.get(name)).orElseThrow();
  }

  /** Of a route that asks for a key or a token. */
  Actor actor() {
    if (caller instanceof Caller.Keyed(var actor)) {
      return actor;
    }
    throw new IllegalStateException("this route asks for no key");
  }

  /** Notes in the audit what was done, or was not. */
  void audit(Tables tables, String what, String subject, String outcome) {
    tables
        .audit()
        .add(
            new Tables.Entry(
                now,
                caller.id(),
                what,
                Shown.oneLine(subject),
                Shown.oneLine(outcome),
                correlation));
  }
}
