package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:7070",
        "127.8.9.10:1",
        "localhost:7070",
        "[::1]:7070",
        "100.64.0.1:7070",
        "100.127.255.254:7070",
        "[fd7a:115c:a1e0::1]:7070",
        "[::ffff:100.64.0.1]:0"
      })
  void loopbackAndTheTailnetAreTaken(String text) {
    assertTrue(ListenAddress.of(text, false).getPort() < 65536);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:7070",
        "0:7070",
        "[::]:7070",
        "[::ffff:0.0.0.0]:7070",
        "10.0.0.1:7070",
        "192.168.1.1:7070",
        "172.16.0.1:7070",
        "169.254.1.1:7070",
        "100.63.255.255:7070",
        "100.128.0.1:7070",
        "8.8.8.8:7070",
        "[fe80::1]:7070",
        "[fd7a:115c:a1e1::1]:7070",
        "[fc00::1]:7070",
        "[2001:db8::1]:7070"
      })
  void anythingElseWantsPublic(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> ListenAddress.of(text, false));
    assertTrue(refused.getMessage().contains("--public"), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
    ListenAddress.of(text, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7070",
        ":7070",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:99999",
        "::1:7070",
        "a b:1"
      })
  void whatIsNoAddressIsSaidToBeNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> ListenAddress.of(text, true));
  }
}
