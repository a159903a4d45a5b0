package fleet.coordinator.route;

import fleet.coordinator.Secret;
import fleet.coordinator.Services;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Tables;
import fleet.registry.Form;
import fleet.registry.MachineName;
import java.util.List;
import java.util.Optional;

/** What the operators leave here for others: the last mesh matrix, and the bootstrap script. */
final class DocumentRoutes {
  private static final int LONGEST = 4 * 1024 * 1024;
  private static final String MESH = "mesh";
  private static final String BOOTSTRAP = "bootstrap.sh";

  private final Services services;
  private final Gate gate;

  private DocumentRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  static List<Route> all(Services services, Gate gate) {
    var here = new DocumentRoutes(services, gate);
    return List.of(
        Route.change("PUT", "/v1/mesh", Access.OPERATOR, DocumentRoutes::putMesh).taking(LONGEST),
        Route.look("/v1/mesh", Access.VIEWER, here::mesh),
        Route.change("PUT", "/v1/bootstrap", Access.OPERATOR, DocumentRoutes::publish)
            .taking(LONGEST),
        Route.look("/bootstrap.sh", Access.BOOTSTRAP, here::script));
  }

  private static Reply putMesh(Call call, Tables tables) {
    tables.documents().put(MESH, call.json().toString(), call.now());
    call.audit(tables, "mesh.put", MESH, "stored");
    return Reply.of(200, Json.document());
  }

  private HttpAnswer mesh(Call call) {
    return services
        .store()
        .read(tables -> tables.documents().get(MESH))
        .map(matrix -> HttpAnswer.of(200, Json.MEDIA, matrix))
        .orElseThrow(
            () -> Problem.of(404, "no mesh was verified yet: fleet mesh verify").exception());
  }

  /** One for everybody, or one that was made for a machine. */
  private static Reply publish(Call call, Tables tables) {
    String script = Json.text(call.json(), "script");
    if (!script.startsWith("#!/bin/sh\n")) {
      throw Json.invalid("script", "a script that begins with #!/bin/sh");
    }
    String name =
        call.json().has("machine")
            ? scriptOf(RegistrationForm.text(call.json(), "machine", Form.MACHINE_NAME))
            : BOOTSTRAP;
    tables.documents().put(name, script, call.now());
    String hash = Secret.sha256(script);
    call.audit(tables, "bootstrap.publish", name, "sha256 " + hash);
    return Reply.of(200, Json.document().put("sha256", hash));
  }

  private static String scriptOf(String machine) {
    return BOOTSTRAP + " of " + MachineName.key(machine);
  }

  /** That of the machine that the token was made for, or else everybody's. */
  private HttpAnswer script(Call call) {
    Optional<String> machine =
        call.caller() instanceof Caller.Joining(Secret token)
            ? Optional.of(machine(call, token))
            : Optional.ofNullable(call.request().query().get("machine"));
    Optional<String> script =
        services
            .store()
            .read(
                tables ->
                    machine
                        .flatMap(name -> tables.documents().get(scriptOf(name)))
                        .or(() -> tables.documents().get(BOOTSTRAP)));
    return HttpAnswer.of(
        200,
        "text/x-shellscript; charset=utf-8",
        script.orElseThrow(
            () ->
                Problem.of(404, "no bootstrap script was published yet: fleet publish")
                    .exception()));
  }

  private String machine(Call call, Secret token) {
    return services
        .store()
        .read(tables -> tables.joins().valid(token.hash(), call.now()))
        .orElseThrow(
            () -> {
              String why = "this join token is used, expired or unknown";
              gate.note(
                  new Tables.Entry(
                      call.now(),
                      call.caller().id(),
                      "bootstrap.get",
                      BOOTSTRAP,
                      "refused: " + why,
                      call.correlation()));
              return Problem.of(401, why + ": fleet machine token MACHINE").exception();
            });
  }
}
