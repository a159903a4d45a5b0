package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("lab")
class StandInTailscaleTest {
  private static final String STATE = "/var/lib/tailscale-stand-in/";

  private LabMachine machine;

  @BeforeEach
  void fresh() {
    machine = Labs.shared(2).machine("m2");
  }

  @AfterEach
  void again() {
    run("cd " + STATE + " && rm -f backend online expiry").ok();
  }

  @Test
  void aConnectedMachineSaysSo() {
    assertEquals(machine.address(), run("tailscale ip -4").ok().strip());
    assertTrue(run("tailscale version").ok().matches("(?s)\\d+\\.\\d+\\.\\d+\n.*"));
    JsonNode status = status();
    assertEquals("Running", status.at("/BackendState").asString());
    assertTrue(status.at("/Self/Online").asBoolean());
    assertEquals(machine.address(), status.at("/Self/TailscaleIPs/0").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "echo Stopped > backend, /BackendState, Stopped",
    "echo Stopped > backend, /Self/Online, false",
    "echo NeedsLogin > backend, /HaveNodeKey, false",
    "echo false > online, /Self/Online, false",
    "echo 2026-01-02T03:04:05Z > expiry, /Self/KeyExpiry, 2026-01-02T03:04:05Z",
    "echo 2020-01-02T03:04:05Z > expiry, /Self/Expired, true",
    "true, /Self/Expired, false",
  })
  void aTestCanSayWhatIsWrong(String change, String pointer, String value) {
    run("cd " + STATE + " && " + change).ok();
    assertEquals(value, status().at(pointer).asString());
  }

  @Test
  void aStoppedOneAndAnAbsentDaemonFailAsTheRealOnesDo() {
    run("tailscale down").ok();
    assertEquals(1, run("tailscale ip -4").status());
    assertEquals("Tailscale is stopped.", run("tailscale status").out().strip());
    run("echo absent > " + STATE + "backend").ok();
    Output absent = run("tailscale status --json");
    assertEquals(1, absent.status());
    assertTrue(absent.err().startsWith("failed to connect to local tailscaled"), absent::err);
  }

  private JsonNode status() {
    return JsonMapper.shared().readTree(run("tailscale status --json").ok());
  }

  private Output run(String sh) {
    return machine.exec(sh, Duration.ofSeconds(10));
  }
}
