package fleet.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import fleet.health.Sign.Means;
import fleet.shell.LocalSshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a machine's silence means. */
class SignTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Knock NOTHING = new Knock.Nothing("no answer");

  @TempDir private Path folder;

  private static Sign sign(Knock first, Optional<Knock> lan, Optional<Tailnet> tailnet) {
    return Sign.of(
        Known.machine("m1", "100.64.0.9", 22, Optional.of("10.0.0.9"), Optional.empty()),
        first,
        lan,
        tailnet);
  }

  private static Optional<Tailnet> tailnet(boolean online, String seen) {
    return Optional.of(
        new Tailnet(
            Map.of(
                "100.64.0.9",
                new Tailnet.Peer(
                    online,
                    seen.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(seen))))));
  }

  @Test
  void theLadderGoesFromTheDoorToWhatOthersSay() {
    assertEquals(
        new Sign(Means.ANSWERS, "the machine answers SSH"),
        sign(new Knock.Ssh(), Optional.empty(), tailnet(false, "")));
    assertEquals(
        new Sign(
            Means.PATH_DEAD,
            "path dead: the machine is up, and its sshd is not: 100.64.0.9 port 22: Connection refused"),
        sign(new Knock.Other("Connection refused"), Optional.empty(), Optional.empty()));
    assertEquals(
        new Sign(
            Means.PATH_DEAD, "path dead: no answer from 100.64.0.9, and SSH answers at 10.0.0.9"),
        sign(NOTHING, Optional.of(new Knock.Ssh()), tailnet(false, "")));
    assertEquals(
        new Sign(
            Means.PATH_DEAD,
            "path dead: no answer from 100.64.0.9, and 10.0.0.9 lives (Connection refused)"),
        sign(NOTHING, Optional.of(new Knock.Other("Connection refused")), Optional.empty()));
    assertEquals(
        new Sign(
            Means.PATH_DEAD,
            "path dead: it is online on the tailnet, and no packet of ours arrives"),
        sign(NOTHING, Optional.of(NOTHING), tailnet(true, "")));
    assertEquals(
        new Sign(
            Means.MACHINE_DEAD, "machine dead: offline on the tailnet since 2026-11-20T08:00:00Z"),
        sign(NOTHING, Optional.of(NOTHING), tailnet(false, "2026-11-20T08:00:00Z")));
  }

  @Test
  void whatCannotBeToldSaysSo() {
    assertEquals(
        new Sign(
            Means.UNTOLD,
            "machine or path dead: 100.64.0.9 port 22: no answer, nor from 10.0.0.9; no Tailscale here to tell which"),
        sign(NOTHING, Optional.of(NOTHING), Optional.empty()));
    assertEquals(
        new Sign(
            Means.UNTOLD,
            "machine or path dead: 100.64.0.9 port 22: no answer; the tailnet does not know it"),
        sign(NOTHING, Optional.empty(), Optional.of(new Tailnet(Map.of()))));
  }

  @Test
  void aRealSshdIsKnownByItsBanner() throws Exception {
    try (LocalSshd sshd = LocalSshd.start(folder.resolve("sshd"))) {
      assertEquals(new Knock.Ssh(), Knock.at("127.0.0.1", sshd.port(), LIMIT));
    }
  }

  @Test
  void noDoorNoWordAndAnotherWordAreThreeThings() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    assertEquals(new Knock.Other("Connection refused"), Knock.at("127.0.0.1", port, LIMIT));
    assertEquals(new Knock.Other("hangs up at once"), said("", LIMIT));
    assertEquals(
        new Knock.Other("something that is not SSH answers"), said("HTTP/1.1 400 no\r\n", LIMIT));
    assertEquals(new Knock.Ssh(), said("Go away, robot\r\nSSH-2.0-x\r\n", LIMIT));
    assertEquals(
        new Knock.Other("something that is not SSH answers"), said("x".repeat(100_000), LIMIT));
    assertInstanceOf(Knock.Nothing.class, Knock.at("no-such-host.invalid", 22, LIMIT));
  }

  @Test
  void whoTakesTheConnectionAndSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertEquals(
          new Knock.Other("the connection is taken and nothing is said"),
          Knock.at("127.0.0.1", mute.getLocalPort(), Duration.ofMillis(300)));
    }
  }

  private static Knock said(String text, Duration limit) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                  // The other side has heard enough.
                }
              });
      return Knock.at("127.0.0.1", server.getLocalPort(), limit);
    }
  }

  @Test
  void aTailnetIsReadAsTheRealCommandWritesIt() {
    Tailnet tailnet = tailnet("Running", true).orElseThrow();
    assertEquals(
        Optional.of(new Tailnet.Peer(false, Optional.of(Instant.parse("2026-11-20T08:00:00Z")))),
        tailnet.at("100.64.0.9"));
    assertEquals(Optional.of(new Tailnet.Peer(true, Optional.empty())), tailnet.at("m2"));
    assertEquals(tailnet.at("m2"), tailnet.at("M2.lab.ts.net"));
    assertEquals(Optional.empty(), tailnet.at("100.64.0.77"));
    assertEquals(Optional.empty(), tailnet("Stopped", true));
    assertEquals(Optional.empty(), tailnet("Running", false));
    assertEquals(Optional.empty(), Tailnet.read(JsonMapper.shared().readTree("[1]")));
  }

  private static Optional<Tailnet> tailnet(String state, boolean online) {
    return Tailnet.read(
        JsonMapper.shared()
            .readTree(
                """
                {"Version": "1.90.6", "BackendState": "%s", "Self": {"Online": %s},
                 "Peer": {
                   "nodekey:1": {"HostName": "m1", "DNSName": "m1.lab.ts.net.", "Online": false,
                     "TailscaleIPs": ["100.64.0.9", "fd7a::9"], "LastSeen": "2026-11-20T08:00:00Z"},
                   "nodekey:2": {"HostName": "m2", "DNSName": "m2.lab.ts.net.", "Online": true,
                     "TailscaleIPs": ["100.64.0.10"], "LastSeen": "0001-01-01T00:00:00Z"},
                   "nodekey:3": {"HostName": "odd"}}}
                """
                    .formatted(state, online)));
  }
}
