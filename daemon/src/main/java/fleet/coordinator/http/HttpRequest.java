package fleet.coordinator.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a request, and the way to its body, which is not read before somebody wants it.
 *
 * @param path decoded, without the query
 * @param query decoded; of a name that comes twice the last
 * @param headers by their names in small letters
 */
public record HttpRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    InetAddress from,
    Body body) {
  public HttpRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** What follows the head. */
  @FunctionalInterface
  public interface Body {
    /**
     * The whole of it.
     *
     * @throws HttpRefusal with 413 where it is longer, 408 where it takes too long
     */
    byte[] read(int most) throws HttpRefusal, IOException;
  }
}
