package fleet.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Not a coordinator: a real HTTP server on loopback that answers {@code GET /v1/machines} with a
 * text written by hand, in the form of the contract or out of it.
 */
public final class FakeCoordinator implements AutoCloseable {
  public static final String KEY = "fk_0123456789012345678901234567890123456789";

  private final HttpServer server;
  private volatile int status = 200;
  private volatile String body = "";
  private volatile boolean trickles;
  private volatile String asked = "";

  public FakeCoordinator() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("fake").factory()));
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public FakeCoordinator says(int code, String text) {
    status = code;
    body = text;
    return this;
  }

  /** A list as the contract has it, of the moment. */
  public FakeCoordinator lists(Instant asOf, String... items) {
    return says(
        200,
        "{\"schema\":1,\"asOf\":\"%s\",\"total\":%d,\"items\":[%s]}"
            .formatted(asOf, items.length, String.join(",", items)));
  }

  /** From now on a byte a second, and never the last. */
  public FakeCoordinator trickles() {
    trickles = true;
    return this;
  }

  /** The last request: method, path and authorization. */
  public String asked() {
    return asked;
  }

  /** One of its items, well and heard a minute ago, but for some fields. */
  public static String item(Instant now, String name, String address, String... others) {
    String item =
        """
        {"id": "mach_%1$s", "name": "%1$s", "state": "approved",
         "registration": {"hostname": "%1$s", "address": "%2$s", "user": "dev", "port": 22},
         "knownSince": "%3$s", "lastHeard": "%4$s", "verdict": "healthy", "why": "last beat 60 s ago", "since": "%3$s",
         "dropped": 0, "someday": {"new": [1]},
         "conditions": {"total": 0, "items": []},
         "disk": {"total": 1, "items": [{"mount": "/", "state": "ok", "percent": 41}]},
         "tailscale": {"state": "Running", "online": true}}
        """
            .formatted(name, address, now.minusSeconds(86_400), now.minusSeconds(60));
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(item);
    for (String other : others) {
      json.setAll((ObjectNode) JsonMapper.shared().readTree(other));
    }
    return json.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
    }
    try (exchange) {
      exchange.sendResponseHeaders(status, trickles ? 0 : bytes.length == 0 ? -1 : bytes.length);
      while (trickles) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
        Thread.sleep(1000);
      }
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
