package fleet.coordinator.route;

import fleet.coordinator.Services;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Tables;
import fleet.coordinator.store.Tables.Line;
import fleet.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** How the coordinator itself is, what was done on it, and what can be asked. */
final class WatchRoutes {
  private static final int PAGE = 1000;

  private final Services services;

  private WatchRoutes(Services services) {
    this.services = services;
  }

  static List<Route> all(Services services) {
    var here = new WatchRoutes(services);
    return List.of(
        Route.look("/healthz", Access.OPEN, here::health),
        Route.look("/metrics", Access.VIEWER, here::metrics),
        Route.look("/v1/audit", Access.ADMIN, here::audit),
        Route.look("/v1/openapi.json", Access.VIEWER, WatchRoutes::openapi));
  }

  private HttpAnswer health(Call call) {
    services
        .upkeep()
        .trouble()
        .ifPresent(
            why -> {
              throw Problem.of(503, why).exception();
            });
    return Json.ok(Json.NODES.objectNode().put("status", "ok"));
  }

  private HttpAnswer metrics(Call call) {
    Map<String, Integer> verdicts =
        services
            .store()
            .read(
                tables -> {
                  var judge = new MachineJson(services.upkeep().listening(), call.now());
                  return count(tables.board().lines(), judge);
                });
    return HttpAnswer.of(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        services.metrics().text(verdicts, services.connections().getAsInt()));
  }

  private static Map<String, Integer> count(List<Line> lines, MachineJson judge) {
    Map<String, Integer> counts = new HashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.word(), 0);
    }
    lines.forEach(line -> counts.merge(judge.judge(line).verdict().word(), 1, Integer::sum));
    return counts;
  }

  private HttpAnswer audit(Call call) {
    long from = from(call);
    return services
        .store()
        .read(
            tables ->
                Json.ok(
                    Json.list(
                        call.now(),
                        tables.audit().total(),
                        tables.audit().from(from, PAGE).stream().map(WatchRoutes::json).toList())));
  }

  private static long from(Call call) {
    String text = call.request().query().getOrDefault("from", "1");
    if (!text.matches("[0-9]{1,18}")) {
      throw Json.invalid("from", "the number of an entry");
    }
    return Long.parseLong(text);
  }

  private static ObjectNode json(Tables.Chained chained) {
    Tables.Entry entry = chained.entry();
    return Json.NODES
        .objectNode()
        .put("number", chained.number())
        .put("at", entry.at().toString())
        .put("actor", entry.actor())
        .put("what", entry.what())
        .put("subject", entry.subject())
        .put("outcome", entry.outcome())
        .put("correlation", entry.correlation())
        .put("hash", chained.hash());
  }

  private static HttpAnswer openapi(Call call) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(WatchRoutes.class.getResourceAsStream("openapi.json"))) {
      return HttpAnswer.of(200, Json.MEDIA, in.readAllBytes());
    }
  }
}
