package fleet.coordinator.route;

import fleet.coordinator.Secret;
import fleet.coordinator.http.HttpRequest;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Tables;
import fleet.coordinator.store.Tables.Replay;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a change once for each Idempotency-Key: the answer is kept in the change's transaction. */
final class Changes {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

  private final Store store;

  Changes(Store store) {
    this.store = store;
  }

  Reply reply(Call call, byte[] body, Route.Action.Change change) {
    Optional<String> key = call.request().header("idempotency-key");
    if (key.isEmpty()) {
      return store.write(tables -> change.reply(call, tables));
    }
    if (!KEY.matcher(key.get()).matches()) {
      throw Problem.of(400, "an Idempotency-Key has 1 to 128 visible characters").exception();
    }
    HttpRequest request = call.request();
    String what =
        Secret.sha256(
            request.method()
                + " "
                + request.path()
                + "\n"
                + new String(body, StandardCharsets.UTF_8));
    var seal = new Seal(Gate.secret(request).map(Secret::text).orElse("") + " " + key.get());
    return store.write(tables -> once(call, key.get(), what, seal, change, tables));
  }

  private static Reply once(
      Call call, String key, String what, Seal seal, Route.Action.Change change, Tables tables) {
    String actor = call.caller().id();
    Optional<Replay> before = tables.replays().find(actor, key, call.now());
    if (before.isPresent()) {
      if (!before.get().request().equals(what)) {
        throw Problem.of(422, "this Idempotency-Key was used for another request: take a new one")
            .exception();
      }
      return new Reply(before.get().status(), seal.open(before.get().body()));
    }
    Reply reply = change.reply(call, tables);
    tables
        .replays()
        .keep(actor, key, new Replay(what, reply.status(), seal.close(reply.body())), call.now());
    return reply;
  }
}
