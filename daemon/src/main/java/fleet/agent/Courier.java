package fleet.agent;

import fleet.report.Ack;
import fleet.report.BadWireException;
import fleet.report.Wire;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import fleet.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Hands the spool to the coordinator, the oldest beats first, several in one body. */
final class Courier {
  private static final int MOST_BYTES = 60 * 1024;
  private static final int ONE_BEAT = 0;

  private final CoordinatorClient client;
  private final Spool spool;
  private final InstantSource clock;

  Courier(CoordinatorClient client, Spool spool, InstantSource clock) {
    this.client = client;
    this.spool = spool;
    this.clock = clock;
  }

  /** Until the spool is empty, or something is in the way. */
  Delivery deliver() {
    int delivered = 0;
    int most = MOST_BYTES;
    Delivery last = new Delivery.Away("there is nothing to send");
    while (true) {
      List<JsonNode> beats = spool.oldest(most);
      if (beats.isEmpty()) {
        return last;
      }
      try {
        Instant before = clock.instant();
        Reply reply = client.call("POST", "/v1/beats", body(beats), Optional.empty());
        switch (reply.status()) {
          case 200, 201, 202 -> {
            delivered += beats.size();
            last = done(beats, Wire.ack(reply.body()), before, delivered);
          }
          case 401, 403, 409, 410 -> {
            return new Delivery.Refused(said(reply));
          }
          case 400, 413, 422 -> {
            // One of them is at fault, and must not hold up the others.
            if (beats.size() == 1) {
              spool.refused(number(beats.getFirst()));
              last = new Delivery.Away("it does not take a beat: " + said(reply));
            }
            most = ONE_BEAT;
          }
          default -> {
            return new Delivery.Away(said(reply));
          }
        }
      } catch (CoordinatorException e) {
        return new Delivery.Away(Log.line(String.valueOf(e.getMessage())));
      } catch (BadWireException e) {
        return new Delivery.Away("the coordinator answers oddly: " + e.getMessage());
      }
    }
  }

  private Delivery.Done done(List<JsonNode> beats, Ack ack, Instant before, int delivered) {
    long first = number(beats.getFirst());
    long highest = number(beats.getLast());
    if (ack.number() < first) {
      throw new BadWireException("number", "that of a beat which was sent");
    }
    spool.delivered(Math.min(highest, ack.number()));
    Instant after = clock.instant();
    Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
    Duration offset = Duration.between(ack.now(), middle);
    return new Delivery.Done(delivered, ack.next(), ack.wantsReport(), offset);
  }

  private static long number(JsonNode beat) {
    return beat.path("number").asLong(0);
  }

  private static ObjectNode body(List<JsonNode> beats) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("v", Wire.VERSION);
    ArrayNode array = body.putArray("beats");
    beats.forEach(array::add);
    return body;
  }

  private static String said(Reply reply) {
    String detail = reply.body().path("detail").asString("");
    return Log.line(detail.isEmpty() ? "it answers " + reply.status() : detail);
  }
}
