package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SightTest {
  @Test
  void linuxSaysItInTheKernelsHex() {
    Sight sight =
        Sight.parse(
            """
            host 4f1c
            build debian 13.2, kernel 6.12.48
            tcp 00000000:0016
            tcp 0100007F:0CEA
            tcp 00000000000000000000000000000000:1F90
            tcp 00000000000000000000000001000000:0277
            tcp 0000000000000000FFFF00000100007F:0050
            udp 00000000:14E9
            udp garbage
            addr eth0 192.168.77.11
            addr eth0 fe80::1
            addr tailscale0 100.64.0.1
            published 45678
            published x
            """);
    assertEquals("4f1c", sight.host());
    assertEquals("debian 13.2, kernel 6.12.48", sight.build());
    assertEquals("[tcp/22, tcp/8080, tcp/45678]", sight.listening("tcp").toString());
    assertEquals("[udp/5353]", sight.listening("udp").toString());
    assertEquals("[tcp/45678]", sight.published().toString());
    assertEquals("eth0", sight.interfaceOf("192.168.77.11"));
    assertEquals(List.of("fe80::1"), sight.alsoAt("192.168.77.11"));
    assertEquals(List.of(), sight.alsoAt("100.64.0.1"));
    assertEquals(List.of(), sight.alsoAt("m1.example.org"));
  }

  @Test
  void macOsSaysItAsNetstatDoes() {
    Sight sight =
        Sight.parse(
            """
            build macOS 26.2 (25C56)
            bsd tcp *.22
            bsd tcp 127.0.0.1.631
            bsd tcp ::1.631
            bsd tcp *.7000
            bsd udp *.*
            bsd udp *.5353
            addr en0 10.0.4.36
            addr en0 fe80::14c2:1
            """);
    assertEquals("[tcp/22, tcp/7000]", sight.listening("tcp").toString());
    assertEquals("[udp/5353]", sight.listening("udp").toString());
    assertEquals("en0", sight.interfaceOf("10.0.4.36"));
  }

  @Test
  void garbageIsNothing() {
    Sight sight = Sight.parse("\u0000\ntcp\nudp x y z\naddr\naddr eth0\nbuild\npublished\n");
    assertEquals("", sight.build());
    assertEquals("[]", sight.ports().toString());
  }

  @Test
  void silenceSaysNothingUnlessThePortAnsweredBefore() {
    List<Port> ports = Stream.of(53, 123, 631, 5353, 9).map(n -> new Port("udp", n)).toList();
    String said = "53 open\n123 refused\n631 silent\n5353 silent\n";
    Datagrams datagrams = Datagrams.parse(said, ports, List.of(new Port("udp", 5353)));
    assertEquals("[udp/53]", datagrams.open().toString());
    assertEquals(2, datagrams.shut());
    assertEquals("[udp/631, udp/9]", datagrams.unsure().toString());
  }
}
