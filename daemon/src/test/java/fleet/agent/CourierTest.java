package fleet.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import fleet.report.HealthReport;
import fleet.report.Json;
import fleet.wire.CoordinatorClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CourierTest {
  private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

  /** A status and a body. */
  private record Answer(int status, String body) {}

  @TempDir private Path state;
  private final HttpServer server;
  private final List<List<Long>> heard = new ArrayList<>();
  private Function<List<Long>, Answer> answer = CourierTest::ack;

  CourierTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/beats",
        exchange -> {
          try (exchange) {
            JsonNode body = Json.read(exchange.getRequestBody().readAllBytes());
            List<Long> numbers = new ArrayList<>();
            body.path("beats").forEach(beat -> numbers.add(beat.path("number").asLong()));
            heard.add(numbers);
            Answer said = answer.apply(numbers);
            byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theSpoolGoesOverInBodiesThatACoordinatorTakes() {
    Spool spool = spool(900);
    Delivery.Done done = assertInstanceOf(Delivery.Done.class, courier(spool).deliver());
    assertEquals(900, done.beats());
    assertEquals(0, spool.size());
    assertTrue(heard.size() > 1, () -> heard.size() + " bodies");
    List<Long> all = heard.stream().flatMap(List::stream).toList();
    assertEquals(all.stream().sorted().distinct().toList(), all);
    assertEquals(Duration.ofSeconds(77), done.next());
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgain() {
    Spool spool = spool(3);
    answer = numbers -> ack(numbers.subList(0, 1));
    courier(spool).deliver();
    assertEquals(List.of(List.of(1L, 2L, 3L), List.of(2L, 3L), List.of(3L)), heard);
    assertEquals(0, spool.size());
  }

  @Test
  void anAckOfMoreThanWasSentTakesNoMore() {
    Spool spool = spool(3);
    answer =
        numbers -> {
          spool.add(AT, Optional.empty());
          answer = CourierTest::ack;
          return ack(List.of(Long.MAX_VALUE));
        };
    assertInstanceOf(Delivery.Done.class, courier(spool).deliver());
    assertEquals(List.of(List.of(1L, 2L, 3L), List.of(4L)), heard);
  }

  @Test
  void oneBeatThatIsNotTakenDoesNotHoldUpTheOthers() {
    Spool spool = spool(3);
    spool.add(AT, Optional.of(new HealthReport(AT, "test", new TreeMap<>())));
    spool.add(AT, Optional.empty());
    answer = numbers -> numbers.contains(4L) ? new Answer(400, "{}") : ack(numbers);
    courier(spool).deliver();
    assertEquals(0, spool.size());
    assertEquals(
        List.of(List.of(1L), List.of(2L), List.of(3L), List.of(4L), List.of(5L)),
        heard.subList(1, 6));
    assertTrue(spool.takeLost(), "another full report is due");
  }

  @Test
  void everythingElseKeepsTheSpool() {
    Spool spool = spool(2);
    for (Answer odd :
        List.of(
            new Answer(503, "{\"detail\":\"later\\u001b[31m\\nrm -rf\"}"),
            new Answer(500, ""),
            new Answer(302, "{}"),
            new Answer(200, ""),
            new Answer(200, "<html>"),
            new Answer(200, "[]"),
            new Answer(200, "{\"number\":0,\"next\":5,\"now\":\"2026-11-20T08:00:00Z\"}"),
            new Answer(200, "{\"number\":2,\"next\":-5,\"now\":\"2026-11-20T08:00:00Z\"}"),
            new Answer(200, "{\"number\":2,\"next\":5,\"now\":\"yesterday\"}"),
            new Answer(200, "{\"x\":\"" + "x".repeat(1 << 20) + "\"}"))) {
      answer = _ -> odd;
      Delivery.Away away = assertInstanceOf(Delivery.Away.class, courier(spool).deliver());
      assertTrue(away.why().chars().noneMatch(Character::isISOControl), away::why);
      assertEquals(2, spool.size(), odd::toString);
    }
    for (int status : List.of(401, 403, 409)) {
      answer = _ -> new Answer(status, "{\"detail\":\"no\"}");
      assertInstanceOf(Delivery.Refused.class, courier(spool).deliver());
      assertEquals(2, spool.size());
    }
    server.stop(0);
    assertInstanceOf(Delivery.Away.class, courier(spool).deliver());
  }

  @Test
  void anAnswerThatComesInDropsForEverIsGivenUp() throws Exception {
    try (ServerSocket drops = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> drip(drops));
      var client =
          new CoordinatorClient(
              URI.create("http://127.0.0.1:" + drops.getLocalPort()),
              Optional.empty(),
              "ft_x",
              Duration.ofMillis(500),
              1 << 16);
      Spool spool = spool(1);
      assertInstanceOf(
          Delivery.Away.class, new Courier(client, spool, InstantSource.system()).deliver());
      assertEquals(1, spool.size());
    }
  }

  private static void drip(ServerSocket drops) {
    try (var socket = drops.accept()) {
      var out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('x');
        out.flush();
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException _) {
      // The client has gone, as it should.
    }
  }

  private Courier courier(Spool spool) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Courier(
        new CoordinatorClient(base, Optional.empty(), "ft_x", Duration.ofSeconds(20), 1 << 16),
        spool,
        InstantSource.system());
  }

  private Spool spool(int beats) {
    Spool spool = new Spool(state.resolve("spool"), Spool.Bounds.USUAL);
    for (int i = 0; i < beats; i++) {
      spool.add(AT.plusSeconds(i), Optional.empty());
    }
    return spool;
  }

  private static Answer ack(List<Long> numbers) {
    return new Answer(
        200,
        "{\"v\":1,\"number\":%d,\"next\":77,\"now\":\"2026-11-20T08:00:00Z\",\"do\":\"rm -rf /\"}"
            .formatted(numbers.getLast()));
  }
}
