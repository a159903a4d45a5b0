package fleet.cli.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import fleet.report.Ack;
import fleet.report.Beat;
import fleet.report.Wire;
import fleet.wire.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One beat of a new fleetd to a coordinator of its own on loopback, from which the JDK learns what
 * to have ready: a start then takes a third of the time, and a sleeping agent less memory.
 */
final class Training {
  private static final String PASSWORD = "training";

  private final Path folder;

  Training(Path folder) {
    this.folder = folder;
  }

  /** Leaves {@code fleetd.aot} in fleetd's home. */
  void run(Path home) throws InterruptedException {
    Path plan = folder.resolve("plan");
    try {
      Path config = Files.createDirectories(folder.resolve("config"));
      HttpsServer server = server();
      try {
        configure(config, server.getAddress().getPort());
        Tools.run(
            Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=record -XX:AOTConfiguration=" + plan),
            List.of(
                home.resolve("bin/fleetd").toString(),
                "agent",
                "--once",
                "--config",
                config.toString(),
                "--state",
                folder.resolve("state").toString()));
      } finally {
        server.stop(0);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Tools.run(
        Map.of(
            "JDK_JAVA_OPTIONS",
            "-XX:AOTMode=create -XX:AOTConfiguration=%s -XX:AOTCache=%s"
                .formatted(plan, home.resolve("fleetd.aot"))),
        List.of(home.resolve("bin/fleetd").toString()));
  }

  private void configure(Path config, int port) throws IOException, GeneralSecurityException {
    Pin pin = Pin.of((X509Certificate) keys().getCertificate("training"));
    Files.writeString(
        config.resolve("agent.json"),
        """
        {"coordinator":"https://127.0.0.1:%d","pin":"%s","machine":"mach_00000000000000000000000000","services":[]}
        """
            .formatted(port, pin));
    Path token = config.resolve("token");
    Files.writeString(token, "ft_" + "0".repeat(43));
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  private HttpsServer server() throws IOException, GeneralSecurityException, InterruptedException {
    Tools.run(
        Map.of(),
        List.of(
            Tools.jdk("keytool").toString(),
            "-genkeypair",
            "-alias",
            "training",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=training",
            "-keystore",
            folder.resolve("keys").toString(),
            "-storepass",
            PASSWORD));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/v1/beats", Training::acknowledge);
    server.start();
    return server;
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void acknowledge(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
      Beat beat = Wire.beat(body.path("beats").path(0));
      Ack ack = new Ack(beat.number(), Duration.ofMinutes(10), Instant.now(), false);
      byte[] answer = JsonMapper.shared().writeValueAsBytes(Wire.of(ack));
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
