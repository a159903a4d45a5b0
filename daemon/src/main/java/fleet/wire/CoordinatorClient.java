package fleet.wire;

import fleet.report.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls to one coordinator with one key. It stands on the JDK's old client because that one needs
 * 20 MB less of an agent's memory than {@code java.net.http}.
 */
public final class CoordinatorClient {
  private static final int MOST_BYTES = 256 * 1024 * 1024;

  /** A call may take so many times what one wait may: an answer may also come in drops. */
  private static final int WAITS = 6;

  /**
   * The pin names the coordinator, so its name does not count; one object, or no connection is
   * kept.
   */
  private static final HostnameVerifier ANY_NAME = (_, _) -> true;

  private final URI base;
  private final String key;
  private final Duration limit;
  private final int mostBytes;
  private final Optional<SSLContext> pinned;

  /**
   * The way to a coordinator.
   *
   * @param base https, or http on this computer alone
   * @param pin of its certificate; without one the system's authorities decide
   * @param limit for connecting, and for each wait for the answer
   */
  public CoordinatorClient(URI base, Optional<Pin> pin, String key, Duration limit) {
    this(base, pin, key, limit, MOST_BYTES);
  }

  /**
   * The way to a coordinator that is not trusted with this process's memory.
   *
   * @param mostBytes of an answer
   */
  public CoordinatorClient(URI base, Optional<Pin> pin, String key, Duration limit, int mostBytes) {
    this.base = base;
    this.key = key;
    this.limit = limit;
    this.mostBytes = mostBytes;
    this.pinned = pin.map(PinnedTrust::context);
  }

  /** The answer, if it says that all went well. */
  public Reply get(String path) throws CoordinatorException {
    return require(call("GET", path, null, Optional.empty()));
  }

  /**
   * The answer to a change, if it went well.
   *
   * @param idempotencyKey makes a repeated call get the first one's answer
   */
  public Reply send(String method, String path, ObjectNode body, Optional<String> idempotencyKey)
      throws CoordinatorException {
    return require(call(method, path, body, idempotencyKey));
  }

  /** The answer of any status; an exception only if there is none. */
  public Reply call(
      String method, String path, @Nullable ObjectNode body, Optional<String> idempotencyKey)
      throws CoordinatorException {
    try (Deadline deadline = new Deadline(limit.multipliedBy(WAITS))) {
      HttpURLConnection connection = open(method, path);
      deadline.cuts(connection::disconnect);
      idempotencyKey.ifPresent(value -> connection.setRequestProperty("Idempotency-Key", value));
      if (body != null) {
        byte[] bytes = Json.bytes(body);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
          out.write(bytes);
        }
      }
      return read(connection);
    } catch (IOException e) {
      throw new CoordinatorException(0, "the coordinator %s: %s".formatted(base, said(e)));
    }
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection https && pinned.isPresent()) {
      https.setSSLSocketFactory(pinned.get().getSocketFactory());
      https.setHostnameVerifier(ANY_NAME);
    }
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setRequestProperty("Authorization", "Bearer " + key);
    connection.setRequestProperty("Accept", "application/json");
    return connection;
  }

  private Reply read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    long date = connection.getDate();
    Optional<Instant> now = date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date));
    InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (stream == null) {
      return new Reply(status, JsonNodeFactory.instance.objectNode(), now);
    }
    try (stream) {
      byte[] bytes = stream.readNBytes(mostBytes);
      JsonNode body = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(bytes);
      return new Reply(status, body, now);
    } catch (JacksonException _) {
      throw new IOException("answers something that is not JSON");
    }
  }

  private Reply require(Reply reply) throws CoordinatorException {
    if (reply.ok()) {
      return reply;
    }
    String detail = reply.body().path("detail").asString("answers " + reply.status());
    throw new CoordinatorException(
        reply.status(), "the coordinator %s: %s".formatted(base, detail));
  }

  private static String said(IOException e) {
    Throwable deepest = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      deepest = cause;
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
