package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Machine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScannersTest {
  private static final Machine M1 = Some.machine("m1", "100.64.0.1", "192.168.1.5", "");
  private static final Machine M2 = Some.machine("m2", "100.64.0.2", "", "");
  private static final Machine M3 = Some.machine("m3", "100.64.0.3", "10.0.4.3", "");
  private static final Machine M4 = Some.machine("m4", "100.64.0.4", "192.168.1.9", "");
  private static final Machine M5 = Some.machine("m5", "10.0.4.5", "", "m1");
  private static final Machine M6 = Some.machine("m6", "100.64.0.6", "", "m5");
  private static final List<Machine> FLEET = List.of(M1, M2, M3, M4, M5, M6);

  private static String of(Machine machine, Network network, String last) {
    Optional<String> before = last.isEmpty() ? Optional.empty() : Optional.of(last);
    return String.join(
        " ", Scanners.of(machine, network, FLEET, before).stream().map(Machine::name).toList());
  }

  @Test
  void whoIsThereLooksAndNotWhoIsBehindTheMachine() {
    assertEquals("m2 m3 m4", of(M1, Network.TAILNET, ""));
    assertEquals("m4 m6 m1 m2", of(M3, Network.TAILNET, ""));
    assertEquals("m4 m3", of(M1, Network.LAN, ""), "the one with the nearest address first");
    assertEquals("m3 m2 m4", of(M1, Network.TAILNET, "m3"), "the one that looked before first");
    assertEquals("", of(M5, Network.OTHER, ""));
  }
}
