package fleet.agent;

import fleet.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent knows from one beat to the next, kept over its restarts. Where it is lost, the next
 * beat carries a full report.
 *
 * @param gist of the last full report; empty for none
 * @param fullAt when that was taken
 * @param wantsReport whether the coordinator asked for another
 * @param interval how long to wait between beats, as the coordinator last said
 * @param clockOffset of this machine's clock from the coordinator's
 */
record Memory(
    String gist,
    Instant fullAt,
    boolean wantsReport,
    Duration interval,
    Optional<Duration> clockOffset) {
  static final Memory NONE =
      new Memory("", Instant.EPOCH, true, Pace.USUAL, Optional.<Duration>empty());

  private static final Duration HOUR = Duration.ofHours(1);

  /** Whether a report of that gist must go out in full. */
  boolean isDue(String now, Instant at) {
    // A clock that was set back does not put off the next report.
    boolean recent = !at.isBefore(fullAt) && at.isBefore(fullAt.plus(HOUR));
    return wantsReport || !gist.equals(now) || !recent;
  }

  Memory reported(String now, Instant at) {
    return new Memory(now, at, false, interval, clockOffset);
  }

  Memory wanting() {
    return new Memory(gist, fullAt, true, interval, clockOffset);
  }

  Memory told(Duration next, boolean wants, Duration offset) {
    return new Memory(gist, fullAt, wantsReport || wants, Pace.bounded(next), Optional.of(offset));
  }

  static Memory read(Path file) {
    try {
      JsonNode json = Json.read(Files.readString(file));
      Memory read =
          new Memory(
              json.path("gist").asString(""),
              Instant.parse(json.path("fullAt").asString("")),
              json.path("wantsReport").asBoolean(true),
              Pace.bounded(Duration.ofSeconds(json.path("interval").asLong(0))),
              json.has("clockOffset")
                  ? Optional.of(Duration.ofMillis(json.path("clockOffset").asLong(0)))
                  : Optional.empty());
      return read;
    } catch (IOException | JacksonException | DateTimeException _) {
      return NONE;
    }
  }

  void write(Path file) throws IOException {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("gist", gist)
            .put("fullAt", fullAt.toString())
            .put("wantsReport", wantsReport)
            .put("interval", interval.toSeconds());
    clockOffset.ifPresent(offset -> json.put("clockOffset", offset.toMillis()));
    Durable.write(file, Json.bytes(json));
  }
}
