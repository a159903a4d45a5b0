package fleet.coordinator.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import fleet.coordinator.Talk;
import fleet.coordinator.TestCoordinator;
import fleet.wire.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description and the routes are one: who may take which, and what is answered. */
class OpenApiTest {
  private static final JsonNode DOCUMENT = document();
  private static final List<String> ROLES =
      List.of("nobody", "join", "machine", "viewer", "operator", "admin");

  @TempDir private static Path dir;
  private static TestCoordinator it;
  private static final Map<String, String> KEYS = new TreeMap<>();

  @BeforeAll
  static void start() throws IOException {
    it = TestCoordinator.plain(dir);
    KEYS.put("nobody", "fk_" + "A".repeat(43));
    KEYS.put("machine", it.token("m1"));
    KEYS.put("viewer", it.key("viewer"));
    KEYS.put("operator", it.key("operator"));
    KEYS.put("admin", it.key("admin"));
    it.call(it.admin(), "PUT", "/v1/bootstrap", "{\"script\":\"#!/bin/sh\\n\"}");
  }

  @AfterAll
  static void stop() throws IOException {
    it.close();
  }

  private static JsonNode document() {
    try (var in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Route> routes() {
    return Routes.all(null, null);
  }

  private static JsonNode operation(Route route) {
    return DOCUMENT
        .path("paths")
        .path(route.template())
        .path(route.method().toLowerCase(Locale.ROOT));
  }

  @Test
  void eachRouteIsDescribedAndEachDescribedRouteIsThere() {
    var described = new TreeMap<String, String>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            described.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue().path("x-access").asString(""))));
    var real = new TreeMap<String, String>();
    routes()
        .forEach(
            route ->
                real.put(
                    route.method() + " " + route.template(),
                    route.access().name().toLowerCase(Locale.ROOT)));
    assertEquals(real, described);
  }

  /** A machine is told when to come again, and nothing else. */
  @Test
  void noAnswerToAMachineHoldsAnythingToDo() {
    JsonNode ack = DOCUMENT.path("components").path("schemas").path("Ack").path("properties");
    assertEquals(
        List.of("v", "number", "next", "now", "wantsReport"), List.copyOf(ack.propertyNames()));
    assertEquals(
        List.of("POST /v1/beats"),
        routes().stream()
            .filter(route -> route.access() == Access.MACHINE)
            .map(route -> route.method() + " " + route.template())
            .toList());
  }

  @Test
  void whatChangesSomethingTakesAnIdempotencyKey() {
    for (Route route : routes()) {
      boolean described = operation(route).path("parameters").toString().contains("/Once");
      assertEquals(route.action() instanceof Route.Action.Change, described, route.template());
    }
  }

  /** Each route with each kind of key: let in, or refused with 401 or 403. */
  @ParameterizedTest
  @MethodSource("routes")
  void onlyWhoMayIsLetIn(Route route) {
    for (String role : ROLES) {
      String key = role.equals("join") ? join() : String.valueOf(KEYS.get(role));
      String path = route.template().replace("{machine}", "none").replace("{actor}", "none");
      if (List.of("/metrics", "/bootstrap.sh").contains(path)) {
        String answer = raw(key, path);
        assertEquals(may(route.access(), role), isText(answer), role + " " + answer);
        continue;
      }
      Reply reply = it.call(key, route.method(), path, route.method().equals("GET") ? "" : "{}");
      boolean refused = reply.status() == 401 || reply.status() == 403;
      assertEquals(!may(route.access(), role), refused, role + " " + route + " " + reply);
      if (refused) {
        assertEquals(role.equals("nobody") ? 401 : 403, reply.status(), role + " " + route);
      }
      fits(route, reply);
    }
  }

  private static String raw(String key, String path) {
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n";
    try (Talk talk = Talk.to(it.port())) {
      return talk.say(request.formatted(path, key)).hear();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isText(String answer) {
    return answer.startsWith("HTTP/1.1 200 ") && answer.contains("Content-Type: text/");
  }

  private static String join() {
    return it.call(KEYS.get("operator"), "POST", "/v1/joins", "{\"machine\":\"m9\",\"minutes\":1}")
        .body()
        .path("token")
        .asString();
  }

  private static boolean may(Access access, String role) {
    return switch (access) {
      case OPEN -> true;
      case BOOTSTRAP -> List.of("join", "operator", "admin").contains(role);
      case REGISTER -> List.of("join", "machine", "operator", "admin").contains(role);
      case MACHINE -> role.equals("machine");
      case VIEWER -> List.of("viewer", "operator", "admin").contains(role);
      case OPERATOR -> List.of("operator", "admin").contains(role);
      case ADMIN -> role.equals("admin");
    };
  }

  private static void fits(Route route, Reply reply) {
    JsonNode responses = operation(route).path("responses");
    JsonNode response = responses.path(String.valueOf(reply.status()));
    assertTrue(reply.status() >= 400 || response.isObject(), route + " " + reply.status());
    if (reply.status() >= 400) {
      assertEquals(List.of(), schema(problem()).validate(reply.body()));
    } else if (response.path("content").has("application/json")) {
      JsonNode schema = response.path("content").path("application/json").path("schema");
      assertEquals(List.of(), schema(schema).validate(reply.body()), route + " " + reply.body());
    }
  }

  private static JsonNode problem() {
    return DOCUMENT.path("components").path("schemas").path("Problem");
  }

  private static Schema schema(JsonNode node) {
    ObjectNode whole = ((ObjectNode) node.deepCopy());
    whole.set("components", DOCUMENT.path("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole.toString());
  }

  private static final String REPORT =
      """
      {"v":1,"beats":[{"v":1,"series":"s","number":1,"at":"2026-11-20T08:00:00Z","report":
       {"v":1,"takenAt":"2026-11-20T08:00:00Z","agent":"1","readings":{
        "disk":{"rows":[{"mount":"/","percent":97}]},"tailscale":{"failed":"no such thing"}}}}]}""";

  /** One call of each route that goes well; what is not here has no test of its answer. */
  @Test
  void everyAnswerIsAsDescribed() {
    List<Asked> asked =
        List.of(
            new Asked("POST", "/v1/machines", "", TestCoordinator.registration("m5")),
            new Asked("POST", "/v1/machines", "", TestCoordinator.registration("m5")),
            new Asked("POST", "/v1/beats", "", REPORT),
            new Asked(
                "POST",
                "/v1/machines/{machine}/mute",
                "m5",
                "{\"until\":\"2099-01-01T00:00:00Z\"}"),
            new Asked("POST", "/v1/machines/{machine}/approve", "m5", "{}"),
            new Asked("GET", "/v1/machines", "", ""),
            new Asked("GET", "/v1/machines/{machine}", "m1", ""),
            new Asked("GET", "/v1/machines/{machine}/revisions", "m5", ""),
            new Asked("POST", "/v1/machines/{machine}/retire", "m5", "{}"),
            new Asked("POST", "/v1/joins", "", "{\"machine\":\"m6\",\"minutes\":5}"),
            new Asked("POST", "/v1/keys", "", "{\"role\":\"viewer\",\"label\":\"x\"}"),
            new Asked("GET", "/v1/keys", "", ""),
            new Asked("DELETE", "/v1/keys/{actor}", "viewer", ""),
            new Asked("PUT", "/v1/mesh", "", "{\"matrix\":[]}"),
            new Asked("GET", "/v1/mesh", "", ""),
            new Asked("PUT", "/v1/bootstrap", "", "{\"script\":\"#!/bin/sh\\n:\\n\"}"),
            new Asked("GET", "/v1/audit", "", ""),
            new Asked("GET", "/healthz", "", ""),
            new Asked("GET", "/v1/openapi.json", "", ""));
    it.call(KEYS.get("machine"), "POST", "/v1/beats", REPORT);
    JsonNode shown =
        it.call(KEYS.get("viewer"), "GET", "/v1/machines", "").body().path("items").get(0);
    assertEquals("[{\"mount\":\"/\",\"percent\":97}]", shown.path("disk").toString());
    assertEquals("[]", shown.path("tailscale").toString());
    assertEquals("1", shown.path("agent").asString());
    List<String> gone = new ArrayList<>();
    for (Asked one : asked) {
      Route route =
          routes().stream()
              .filter(r -> r.method().equals(one.method()) && r.template().equals(one.template()))
              .findFirst()
              .orElseThrow();
      String key = String.valueOf(KEYS.get(route.access() == Access.MACHINE ? "machine" : "admin"));
      Reply reply = it.call(key, one.method(), path(one), one.body());
      assertTrue(reply.ok(), one + " " + reply);
      fits(route, reply);
      gone.add(one.template());
    }
    assertTrue(gone.size() >= routes().size() - 2, "all but /metrics and /bootstrap.sh");
  }

  private record Asked(String method, String template, String place, String body) {}

  private static String path(Asked asked) {
    String actor =
        it.call(KEYS.get("admin"), "GET", "/v1/keys", "")
            .body()
            .path("items")
            .valueStream()
            .filter(key -> key.path("role").asString().equals("viewer"))
            .map(key -> key.path("actor").asString())
            .findFirst()
            .orElse("");
    return asked.template().replace("{machine}", asked.place()).replace("{actor}", actor);
  }
}
