package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.coordinator.tls.OwnIdentity;
import fleet.coordinator.tls.ServerIdentity;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the wire beyond this computer. */
class TlsTest {
  @TempDir private static Path dir;
  private static TestCoordinator it;

  @BeforeAll
  static void start() throws IOException {
    it = TestCoordinator.encrypted(dir.resolve("data"));
  }

  @AfterAll
  static void stop() throws IOException {
    it.close();
  }

  private static ServerIdentity another(String name) throws IOException {
    return OwnIdentity.in(dir.resolve(name), InetAddress.getLoopbackAddress(), Instant.now());
  }

  private static SSLSocket socket(String... protocols) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      var socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), it.port());
      socket.setEnabledProtocols(protocols);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void thePinnedCertificateIsTakenAndNoOther() throws IOException, CoordinatorException {
    var right =
        new CoordinatorClient(
            it.coordinator().url(), it.coordinator().pin(), it.admin(), Duration.ofSeconds(10));
    assertEquals(0, right.get("/v1/machines").body().path("total").asInt());
    var wrong =
        new CoordinatorClient(
            it.coordinator().url(),
            Optional.of(another("other").pin()),
            it.admin(),
            Duration.ofSeconds(10));
    var refused = assertThrows(CoordinatorException.class, () -> wrong.get("/v1/machines"));
    assertTrue(refused.getMessage().contains("not the pinned"), refused.getMessage());
    var unpinned =
        new CoordinatorClient(
            it.coordinator().url(), Optional.empty(), it.admin(), Duration.ofSeconds(10));
    assertThrows(CoordinatorException.class, () -> unpinned.get("/v1/machines"));
  }

  @Test
  void curlTakesThePinToo() throws IOException, InterruptedException {
    var curl =
        new ProcessBuilder(
                "curl",
                "-sS",
                "--max-time",
                "20",
                "--insecure",
                "--pinnedpubkey",
                it.coordinator().pin().map(Pin::text).orElseThrow(),
                it.coordinator().url() + "/healthz")
            .redirectErrorStream(true)
            .start();
    String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(curl.waitFor(30, TimeUnit.SECONDS));
    assertEquals("{\"status\":\"ok\"}", said);
  }

  @Test
  void olderProtocolsAreNotSpoken() throws IOException {
    try (SSLSocket socket = socket("TLSv1.2")) {
      assertThrows(SSLException.class, socket::startHandshake);
    }
    try (SSLSocket socket = socket("TLSv1.3")) {
      socket.startHandshake();
    }
  }

  @Test
  void nothingIsSaidInTheClear() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      String answer = talk.say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").hear();
      assertTrue(!answer.contains("HTTP/1.1"), answer);
    }
  }

  @Test
  void aHandshakeThatDribblesIsCut() throws IOException {
    try (Talk talk = Talk.to(it.port())) {
      assertEquals("", talk.say("\u0016\u0003\u0001\u0002\u0000").dribble());
    }
  }

  @Test
  void aHeadThatDribblesBehindAHandshakeIsCut() throws IOException {
    try (SSLSocket socket = socket("TLSv1.3");
        Talk talk = new Talk(socket)) {
      talk.say("GET /healthz HTTP/1.1\r\nHost: ").dribble();
    }
  }

  /** The JDK's own server has no time limits any more after this. */
  @Test
  void whoAsksAndNeverReadsIsCutAndSoAreOthersAfterThat() throws IOException {
    try (SSLSocket socket = socket("TLSv1.3")) {
      byte[] asked =
          "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
              .repeat(100)
              .getBytes(StandardCharsets.US_ASCII);
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              socket.getOutputStream().write(asked);
            }
          });
    }
    aHeadThatDribblesBehindAHandshakeIsCut();
    aHandshakeThatDribblesIsCut();
  }

  @Test
  void nothingIsServedInTheClearBeyondLoopback() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Coordinator.start(
                null,
                new InetSocketAddress("100.64.0.1", 0),
                Optional.empty(),
                TestCoordinator.LIMITS,
                InstantSource.system()));
  }

  @Test
  void itsOwnCertificateIsMadeOnceAndForItsOwnerAlone() throws IOException {
    ServerIdentity made = another("kept");
    assertEquals(made.pin(), another("kept").pin());
    Path key = dir.resolve("kept/key.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertTrue(
        made.chain()
            .getFirst()
            .getNotAfter()
            .toInstant()
            .isAfter(Instant.now().plus(Duration.ofDays(3650))));
  }

  @Test
  void theOperatorsOwnFilesAreReadAndMustBelongTogether() throws Exception {
    Path key = dir.resolve("own.key");
    Path certificate = dir.resolve("own.crt");
    var openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=own",
                "-days",
                "30",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    assertEquals(0, openssl.waitFor());
    assertEquals("RSA", ServerIdentity.read(certificate, key).key().getAlgorithm());
    another("mixed");
    var mixed =
        assertThrows(
            IOException.class,
            () -> ServerIdentity.read(certificate, dir.resolve("mixed/key.pem")));
    assertTrue(mixed.getMessage().contains("is not the key of"), mixed.getMessage());
    assertThrows(IOException.class, () -> ServerIdentity.read(key, certificate));
    assertThrows(IOException.class, () -> ServerIdentity.read(dir.resolve("none"), key));
  }
}
