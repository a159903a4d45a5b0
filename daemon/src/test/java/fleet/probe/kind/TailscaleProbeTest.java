package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Trouble;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lab's stand-in of Tailscale, as a command and behind a socket. */
class TailscaleProbeTest {
  private static final Path STAND_IN =
      Path.of("../provisioner/src/main/resources/fleet/lab/tailscale.sh");

  @TempDir private Path home;
  private Path state;
  private Path command;

  @BeforeEach
  void install() throws IOException {
    state = Files.createDirectories(home.resolve("state"));
    command = Files.createDirectories(home.resolve(".local/bin")).resolve("tailscale");
    Files.writeString(
        command,
        Files.readString(STAND_IN).replace("/var/lib/tailscale-stand-in", state.toString()));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(state.resolve("address"), "100.64.0.7\n");
  }

  @ParameterizedTest
  @CsvSource({
    "backend, Running, ''",
    "backend, Stopped, tailscale-down",
    "backend, NeedsLogin, tailscale-down",
    "backend, absent, tailscale-down",
    "online, false, tailscale-offline",
    "expiry, -P1D, tailscale-key",
    "expiry, P13D, tailscale-key",
    "expiry, P15D, ''",
    "expiry, never, ''",
    "address, '', tailscale-address",
  })
  void commandScriptAndAgentAgree(String file, String value, String trouble) throws Exception {
    Files.writeString(state.resolve(file), value(value));
    Probe probe = new TailscaleProbe("/nowhere");
    Row row = only(probe.measure(new Setting(home, List.of(), Optional.empty())));
    for (String shell : ProbeShell.NAMES) {
      assertEquals(row, only(reader(shell).read(probe)), shell);
    }
    assertEquals(trouble, types(probe, row));

    if (!value.equals("absent")) {
      Path socket = home.resolve("sock");
      Probe bySocket = new TailscaleProbe("/nowhere " + socket);
      try (Tailscaled _ = new Tailscaled(socket, status())) {
        Files.delete(command);
        assertEquals(row, only(bySocket.measure(new Setting(home, List.of(), Optional.empty()))));
        for (String shell : ProbeShell.NAMES) {
          assertEquals(row, only(reader(shell).read(bySocket)), shell + " by curl");
        }
      }
    }
  }

  @Test
  void addressesOfAStoppedOneAreToldAllTheSame() throws Exception {
    Files.writeString(state.resolve("backend"), "Stopped");
    Row row = only(reader("dash").read(new TailscaleProbe("/nowhere")));
    assertEquals("100.64.0.7", row.text("address").orElseThrow());
    assertEquals("1.90.6", row.text("version").orElseThrow());
    assertEquals(Optional.of("Stopped"), row.text("state"));
  }

  @Test
  void aSocketThatRefusesIsAskedByTheCommand() throws Exception {
    Path socket = home.resolve("sock");
    Probe probe = new TailscaleProbe(socket.toString());
    try (Tailscaled _ = new Tailscaled(socket, "no")) {
      assertEquals(
          "Running",
          only(probe.measure(new Setting(home, List.of(), Optional.empty())))
              .text("state")
              .orElseThrow());
    }
  }

  @Test
  void notInstalledIsAbsent() throws Exception {
    Assumptions.assumeFalse(Files.exists(Path.of("/usr/bin/tailscale")));
    Files.delete(command);
    Probe probe = new TailscaleProbe("/nowhere");
    assertInstanceOf(
        Reading.Absent.class, probe.measure(new Setting(home, List.of(), Optional.empty())));
    for (String shell : ProbeShell.NAMES) {
      assertInstanceOf(Reading.Absent.class, ProbeShell.of(shell).read(probe));
    }
  }

  private ProbeShell reader(String shell) {
    return ProbeShell.of(shell).with("HOME", home.toString()).withTools(home.resolve(".local/bin"));
  }

  private static String value(String value) {
    if (value.equals("never")) {
      return "0001-01-01T00:00:00Z";
    }
    return value.matches("-?P.*")
        ? Instant.now()
                .plus(Duration.parse(value))
                .plusSeconds(3600)
                .truncatedTo(ChronoUnit.SECONDS)
            + "\n"
        : value + "\n";
  }

  private String status() throws IOException {
    Process status = new ProcessBuilder(command.toString(), "status", "--json").start();
    return new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Row only(Reading<List<Row>> reading) {
    assertInstanceOf(Reading.Measured.class, reading, reading::toString);
    return ((Reading.Measured<List<Row>>) reading).value().getFirst();
  }

  private static String types(Probe probe, Row row) {
    return String.join(" ", probe.judge(List.of(row)).stream().map(Trouble::type).toList());
  }

  /** Answers every question with one status, or refuses it where that is "no". */
  private static final class Tailscaled implements AutoCloseable {
    private final ServerSocketChannel server;

    Tailscaled(Path socket, String status) throws IOException {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      String head = status.equals("no") ? "403 Forbidden" : "200 OK";
      byte[] answer =
          "HTTP/1.1 %s\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n%s"
              .formatted(head, status)
              .getBytes(StandardCharsets.UTF_8);
      Thread.ofPlatform().daemon().start(() -> serve(answer));
    }

    private void serve(byte[] answer) {
      while (server.isOpen()) {
        try (SocketChannel client = server.accept()) {
          client.read(ByteBuffer.allocate(4096));
          client.write(ByteBuffer.wrap(answer));
        } catch (IOException _) {
          // The test is over, or that client went away.
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
