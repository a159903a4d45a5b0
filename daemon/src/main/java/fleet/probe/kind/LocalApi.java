package fleet.probe.kind;

import fleet.report.Row;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks tailscaled itself, over its own socket: cheaper than its command, which does the same. */
final class LocalApi {
  private static final String QUESTION =
      """
      GET /localapi/v0/status?peers=false HTTP/1.0\r
      Host: local-tailscaled.sock\r
      \r
      """;
  private static final int MOST_BYTES = 1024 * 1024;

  private LocalApi() {}

  /** What the status of the local API or of {@code tailscale status --json} says. */
  static Row row(JsonNode status, Instant now) {
    JsonNode self = status.path("Self");
    Row row =
        Row.of(
            "state", status.path("BackendState").asString("unknown"),
            "online", self.path("Online").asBoolean(false));
    for (JsonNode address : self.path("TailscaleIPs")) {
      if (address.asString("").contains(".") && row.text("address").isEmpty()) {
        row = row.with("address", address.asString());
      }
    }
    String version = status.path("Version").asString("").replaceFirst("-.*", "");
    if (!version.isEmpty()) {
      row = row.with("version", version);
    }
    Optional<Instant> expiry = instant(self.path("KeyExpiry").asString(""));
    return expiry.isEmpty()
        ? row
        : row.with("keyExpiry", self.path("KeyExpiry").asString())
            .with(
                "keyDays",
                Math.floorDiv(
                    Duration.between(now, expiry.get()).toSeconds(),
                    Duration.ofDays(1).toSeconds()));
  }

  static JsonNode status(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer question = ByteBuffer.wrap(QUESTION.getBytes(StandardCharsets.US_ASCII));
      while (question.hasRemaining()) {
        channel.write(question);
      }
      byte[] answer = Channels.newInputStream(channel).readNBytes(MOST_BYTES);
      String text = new String(answer, StandardCharsets.UTF_8);
      int body = text.indexOf("\r\n\r\n");
      if (body < 0 || !text.matches("(?s)HTTP/1\\.\\d 200 .*")) {
        throw new IOException("tailscaled answers " + text.lines().findFirst().orElse("nothing"));
      }
      return JsonMapper.shared().readTree(text.substring(body));
    }
  }

  /** None where the key never ends: an absent time, or Go's year 1. */
  private static Optional<Instant> instant(String text) {
    try {
      Instant at = Instant.parse(text);
      return at.isBefore(Instant.EPOCH) ? Optional.empty() : Optional.of(at);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
