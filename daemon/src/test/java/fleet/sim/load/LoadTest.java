package fleet.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A load on a coordinator that is ours, and on servers that answer what they should not. */
class LoadTest {
  @Test
  void aRealCoordinatorAcknowledgesAllOfIt() throws Exception {
    try (SpawnedCoordinator coordinator = SpawnedCoordinator.start(40)) {
      LoadFigures figures = run(coordinator.url(), coordinator.tokens());
      assertTrue(figures.right(), figures::toString);
      assertTrue(figures.p50Millis() > 0 && figures.p50Millis() <= figures.p99Millis());
      assertTrue(figures.p99Millis() <= figures.maxMillis());
    }
  }

  @Test
  void aRefusalIsAnErrorWithItsReason() throws Exception {
    LoadFigures figures = against(503, "{\"detail\":\"the disk is full\"}");
    assertEquals(0, figures.acknowledged());
    assertEquals(Optional.of("it answers 503 the disk is full"), figures.firstError());
    assertFalse(figures.right());
  }

  @Test
  void anAcknowledgementOfAnotherBeatIsNone() throws Exception {
    LoadFigures figures =
        against(200, "{\"v\":1,\"number\":7,\"next\":600,\"now\":\"2026-11-20T08:00:00Z\"}");
    assertEquals(Optional.of("it acknowledges 7, not 1"), figures.firstError());
    assertFalse(figures.right());
  }

  @Test
  void whereNobodyListensThereIsAnErrorAndAnEnd() throws Exception {
    LoadFigures figures = run(URI.create("http://127.0.0.1:1"), List.of("ft_a"));
    assertEquals(0, figures.acknowledged());
    assertTrue(figures.errors() > 0);
  }

  private static LoadFigures against(int status, String answer) throws Exception {
    var asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/beats",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
          asked.incrementAndGet();
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      LoadFigures figures = run(url, List.of("ft_a"));
      assertTrue(asked.get() > 0);
      return figures;
    } finally {
      server.stop(0);
    }
  }

  private static LoadFigures run(URI url, List<String> tokens)
      throws IOException, InterruptedException {
    return new Load(url, Optional.empty(), tokens, 16, Duration.ofSeconds(2)).run();
  }
}
