import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import fleet.report.Ack;
import fleet.report.Beat;
import fleet.report.Wire;
import fleet.wire.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears beats over TLS and writes each into DIR/beats, a line "SERIES NUMBER full|tiny DROPPED
 * new|again"; a file DIR/status makes it answer that status instead. The pin of its certificate is
 * in DIR/pin.
 *
 * <p>Usage: Listener ADDRESS PORT DIR SECONDS-BETWEEN-BEATS
 */
final class Listener {
  private static final char[] PASSWORD = "listener".toCharArray();

  private final Path folder;
  private final Duration next;
  private final Map<String, Long> highest = new HashMap<>();

  private Listener(Path folder, Duration next) {
    this.folder = folder;
    this.next = next;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    KeyStore keys = keys(folder.resolve("key.p12"));
    X509Certificate certificate = (X509Certificate) keys.getCertificate("listener");
    Files.writeString(folder.resolve("pin"), Pin.of(certificate) + "\n");
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    Listener listener = new Listener(folder, Duration.ofSeconds(Long.parseLong(args[3])));
    server.createContext("/v1/beats", listener::hear);
    server.start();
    System.out.println("listens");
  }

  private static KeyStore keys(Path file) throws Exception {
    if (!Files.exists(file)) {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair", "-alias", "listener", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=listener",
              "-validity", "30", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
          .inheritIO()
          .start()
          .waitFor();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
      Path status = folder.resolve("status");
      if (Files.exists(status)) {
        exchange.sendResponseHeaders(Integer.parseInt(Files.readString(status).strip()), -1);
        return;
      }
      long last = 0;
      for (JsonNode each : body.path("beats")) {
        last = keep(Wire.beat(each));
      }
      byte[] ack =
          JsonMapper.shared()
              .writeValueAsBytes(Wire.of(new Ack(last, next, Instant.now(), false)));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, ack.length);
      exchange.getResponseBody().write(ack);
    }
  }

  private long keep(Beat beat) throws IOException {
    boolean isNew = beat.number() > highest.getOrDefault(beat.series(), 0L);
    highest.merge(beat.series(), beat.number(), Math::max);
    Files.writeString(
        folder.resolve("beats"),
        "%s %d %s %d %s\n"
            .formatted(
                beat.series(),
                beat.number(),
                beat.report().isPresent() ? "full" : "tiny",
                beat.dropped(),
                isNew ? "new" : "again"),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return highest.get(beat.series());
  }
}
