package fleet.coordinator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What is answered.
 *
 * @param length of the body, where it is known before it is written
 */
public record HttpAnswer(
    int status, SequencedMap<String, String> headers, OptionalLong length, Writer body) {
  public HttpAnswer {
    headers = new LinkedHashMap<>(headers);
  }

  /** Writes a body of any length. */
  @FunctionalInterface
  public interface Writer {
    void to(OutputStream out) throws IOException;
  }

  public static HttpAnswer of(int status, String type, byte[] body) {
    return new HttpAnswer(
        status, typed(type), OptionalLong.of(body.length), out -> out.write(body));
  }

  public static HttpAnswer of(int status, String type, String body) {
    return of(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  /** One that is made while it is sent. */
  public static HttpAnswer written(int status, String type, Writer body) {
    return new HttpAnswer(status, typed(type), OptionalLong.empty(), body);
  }

  public HttpAnswer with(String header, String value) {
    return with(Map.of(header, value));
  }

  public HttpAnswer with(Map<String, String> some) {
    var more = new LinkedHashMap<>(headers);
    more.putAll(some);
    return new HttpAnswer(status, more, length, body);
  }

  private static SequencedMap<String, String> typed(String type) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", type);
    return headers;
  }
}
