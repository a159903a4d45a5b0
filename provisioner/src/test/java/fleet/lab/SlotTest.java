package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 100.64.1.11, 192.168.78.11",
    "170, 200, 100.64.170.210, 192.168.247.210",
    "301, 1, 100.65.0.11, 10.178.0.11",
    "301, 240, 100.65.1.1, 10.178.1.1",
    "340, 4000, 100.104.16.11, 10.217.16.11",
  })
  void addressesComeFromTheSlot(int slot, int index, String tailnet, String lan) {
    assertEquals(tailnet, new Slot(slot).tailnet(Slot.host(index)));
    assertEquals(lan, new Slot(slot).lan(Slot.host(index)));
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "301, 4000"})
  void noTwoMachinesShareAnAddressAndAllAreProper(int number, int machines) {
    Slot slot = new Slot(number);
    Set<String> seen = new HashSet<>(Set.of(slot.tailnet(1), slot.tailnet(Slot.host(-1))));
    IntStream.rangeClosed(1, machines)
        .mapToObj(i -> slot.tailnet(Slot.host(i)))
        .forEach(
            address -> {
              assertTrue(seen.add(address), address);
              assertTrue(
                  address.matches("100\\.\\d+\\.\\d+\\.([1-9]|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-4])"),
                  address);
            });
  }

  @ParameterizedTest
  @CsvSource({"1, m1", "170, mac1", "340, m4000"})
  void interfaceNamesFitLinux(int number, String machine) {
    Slot slot = new Slot(number);
    for (String name :
        new String[] {
          slot.tailnetBridge(), slot.lanBridge(), slot.tailnetLink(machine), slot.lanLink(machine)
        }) {
      assertTrue(name.length() <= 15, name);
    }
  }
}
