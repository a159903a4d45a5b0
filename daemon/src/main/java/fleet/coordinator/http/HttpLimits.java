package fleet.coordinator.http;

import java.time.Duration;

/**
 * What one peer, and all of them, may take.
 *
 * @param connections at once
 * @param connectionsOfOneAddress at once; this computer's own are not counted
 * @param headBytes of the request line and all header lines
 * @param idle how long a connection may be kept with nothing asked
 * @param request from the first byte (of the handshake, on a new connection) to the last of a body
 * @param answer for the peer to take the answer
 */
public record HttpLimits(
    int connections,
    int connectionsOfOneAddress,
    int headBytes,
    Duration idle,
    Duration request,
    Duration answer) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          1024,
          128,
          8 * 1024,
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));
}
