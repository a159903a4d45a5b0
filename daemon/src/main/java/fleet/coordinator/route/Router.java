package fleet.coordinator.route;

import fleet.coordinator.ClockGuard;
import fleet.coordinator.RateLimit;
import fleet.coordinator.Services;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.http.HttpHandler;
import fleet.coordinator.http.HttpRefusal;
import fleet.coordinator.http.HttpRequest;
import fleet.coordinator.store.StoreException;
import fleet.registry.Ulid;
import fleet.yaml.Shown;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** From a request to its route, if whoever asks may take it and does not ask too often. */
public final class Router implements HttpHandler {
  private final Services services;
  private final List<Route> routes;
  private final Map<String, List<Route>> byPath;
  private final Gate gate;
  private final Changes changes;
  private final ClockGuard clockGuard;

  public Router(Services services, Gate gate, List<Route> routes, ClockGuard clockGuard) {
    this.services = services;
    this.routes = List.copyOf(routes);
    this.byPath = routes.stream().collect(Collectors.groupingBy(Route::template));
    this.gate = gate;
    this.changes = new Changes(services.store());
    this.clockGuard = clockGuard;
  }

  /** What is known of a request by and by. */
  private static final class Course {
    final Instant now;
    final String correlation;
    final long began = System.nanoTime();
    Caller caller;
    Optional<RateLimit.Left> left = Optional.empty();

    Course(Instant now, InetAddress from) {
      this.now = now;
      this.correlation = Ulid.next("corr", () -> now, ThreadLocalRandom.current());
      this.caller = new Caller.Nobody(from.getHostAddress());
    }
  }

  @Override
  public HttpAnswer refuse(HttpRefusal refusal, InetAddress from) {
    var course = new Course(services.clock().instant(), from);
    return finish(course, refused(course, Problem.of(refusal.status(), refusal.detail())));
  }

  @Override
  public HttpAnswer handle(HttpRequest request) throws IOException {
    var course = new Course(services.clock().instant(), request.from());
    return finish(course, guarded(course, request));
  }

  private HttpAnswer guarded(Course course, HttpRequest request) throws IOException {
    try {
      return answer(course, request);
    } catch (ProblemException e) {
      return refused(course, e.problem());
    } catch (HttpRefusal e) {
      return refused(course, Problem.of(e.status(), e.detail()));
    } catch (StoreException e) {
      services.metrics().storeError();
      services.upkeep().failed(String.valueOf(e.getMessage()));
      return refused(course, Problem.of(503, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // Whoever asked gets the number by which whoever mends it finds this line.
      System.err.println(
          "fleet coordinator: a fault of ours, %s: %s at %s"
              .formatted(course.correlation, Shown.oneLine(e.toString()), e.getStackTrace()[0]));
      return refused(
          course, Problem.of(500, "this is a fault of the coordinator: see what it printed"));
    }
  }

  private HttpAnswer answer(Course course, HttpRequest request) throws IOException, HttpRefusal {
    List<Match> here = at(request.path());
    Optional<Match> found =
        here.stream().filter(one -> one.route.method().equals(request.method())).findFirst();
    Access access = found.map(one -> one.route.access()).orElse(Access.OPEN);
    course.caller = gate.caller(request);
    course.left = Optional.of(gate.take(course.caller, request, access, course.now));
    if (!course.left.get().allowed()) {
      throw Problem.of(
              429,
              "too many requests: try again in " + course.left.get().reset().toSeconds() + " s")
          .exception();
    }
    Match match = found.orElseThrow(() -> nothing(here, request).exception());
    Route route = match.route;
    gate.require(route, course.caller, request, course.now, course.correlation);
    byte[] body = request.body().read(route.mostBody());
    requireJson(request, body);
    var call =
        new Call(
            request, match.places, course.caller, course.correlation, course.now, Json.read(body));
    return switch (route.action()) {
      case Route.Action.Look look -> look.answer(call);
      case Route.Action.Change change -> {
        requireClock(course.now);
        Reply reply = changes.reply(call, body, change);
        if (reply.status() >= 400) {
          services.metrics().refused(Problem.of(reply.status(), "").type());
        }
        yield reply.answer();
      }
      case Route.Action.Beats beats -> {
        requireClock(course.now);
        yield beats.answer(call);
      }
    };
  }

  /** A route at the path that was asked, and what the path says in its places. */
  private record Match(Route route, Map<String, String> places) {}

  private List<Match> at(String path) {
    List<Route> plain = byPath.getOrDefault(path, List.of());
    return plain.isEmpty()
        ? routes.stream()
            .flatMap(route -> route.match(path).map(at -> new Match(route, at)).stream())
            .toList()
        : plain.stream().map(route -> new Match(route, Map.of())).toList();
  }

  private static Problem nothing(List<Match> here, HttpRequest request) {
    if (here.isEmpty()) {
      return Problem.of(404, "there is nothing at this path: see /v1/openapi.json");
    }
    String methods =
        here.stream().map(one -> one.route.method()).sorted().collect(Collectors.joining(", "));
    return Problem.of(405, "%s is not taken here, but %s".formatted(request.method(), methods));
  }

  private static void requireJson(HttpRequest request, byte[] body) {
    String type = request.header("content-type").orElse(Json.MEDIA);
    if (body.length > 0 && !type.split(";", 2)[0].strip().equalsIgnoreCase(Json.MEDIA)) {
      throw Problem.of(415, "the body must be " + Json.MEDIA).exception();
    }
  }

  private void requireClock(Instant now) {
    clockGuard
        .refusal(now)
        .ifPresent(
            why -> {
              throw new Problem(503, "clock", why).exception();
            });
  }

  private HttpAnswer refused(Course course, Problem problem) {
    services.metrics().refused(problem.type());
    HttpAnswer answer = problem.answer(course.correlation);
    return switch (problem.status()) {
      case 401 -> answer.with("WWW-Authenticate", "Bearer");
      case 429 ->
          answer.with(
              "Retry-After",
              String.valueOf(course.left.map(left -> left.reset().toSeconds()).orElse(60L) + 1));
      case 503, 507 -> answer.with("Retry-After", "10");
      default -> answer;
    };
  }

  private HttpAnswer finish(Course course, HttpAnswer answer) {
    services.metrics().request(Duration.ofNanos(System.nanoTime() - course.began));
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Correlation-Id", course.correlation);
    headers.put("Cache-Control", "no-store");
    course.left.ifPresent(left -> put(headers, left));
    return answer.with(headers);
  }

  private static void put(Map<String, String> headers, RateLimit.Left left) {
    headers.put("X-RateLimit-Limit", String.valueOf(left.limit()));
    headers.put("X-RateLimit-Remaining", String.valueOf(Math.max(0, left.remaining())));
    headers.put("X-RateLimit-Reset", String.valueOf(left.reset().toSeconds()));
  }
}
