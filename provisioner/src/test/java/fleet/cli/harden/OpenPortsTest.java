package fleet.cli.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Machine;
import fleet.registry.PortRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fleet.yaml declares, in the words of each firewall. */
class OpenPortsTest {
  private static OpenPorts open(String address, String lan, PortRule... ports) {
    return OpenPorts.of(
        new Machine(
            "m1",
            address,
            Optional.of(lan).filter(text -> !text.isEmpty()),
            "dev",
            List.of("dev"),
            2222,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            1,
            Optional.empty(),
            List.of(ports),
            false,
            Optional.empty()));
  }

  @Test
  void onTheTailnetAloneNothingElseIsOpen() {
    OpenPorts open = open("100.64.0.7", "", new PortRule("tcp", 3000, "tailnet"));
    assertEquals("ip daddr 100.64.0.7 fib daddr . iif type local accept", open.nft());
    assertEquals("allow in on tailscale0", open.ufw());
    assertEquals("", open.firewalld());
  }

  @Test
  void aNameOfTheTailnetIsKnownByItsInterface() {
    assertEquals("", open("m1.tail0.ts.net", "").nft());
  }

  @Test
  void theLanIsTheAddressThatIsDeclaredAndNoOther() {
    OpenPorts open = open("fd7a:115c:a1e0::7", "10.0.4.36", new PortRule("udp", 53, "lan"));
    assertEquals(
        """
        ip6 daddr fd7a:115c:a1e0::7 fib daddr . iif type local accept
        ip daddr 10.0.4.36 tcp dport 2222 accept
        ip daddr 10.0.4.36 udp dport 53 accept""",
        open.nft());
    assertEquals(
        """
        allow in on tailscale0
        allow to 10.0.4.36 port 2222 proto tcp
        allow to 10.0.4.36 port 53 proto udp""",
        open.ufw());
    assertEquals(
        """
        rich-rule=rule family="ipv4" destination address="10.0.4.36" port port="2222" protocol="tcp" accept
        rich-rule=rule family="ipv4" destination address="10.0.4.36" port port="53" protocol="udp" accept""",
        open.firewalld());
  }

  @Test
  void whoIsReachedByAnotherAddressStaysReachable() {
    OpenPorts open = open("203.0.113.9", "", new PortRule("tcp", 443, "any"));
    assertEquals("tcp dport 2222 accept\ntcp dport 443 accept", open.nft());
    assertEquals("port=2222/tcp\nport=443/tcp", open.firewalld());
  }

  @Test
  void withoutAnAddressOnTheLanItIsWhoeverIsNear() {
    String nft = open("100.64.0.7", "", new PortRule("tcp", 80, "lan")).nft();
    assertEquals(
        List.of(
            "ip daddr 100.64.0.7 fib daddr . iif type local accept",
            "ip saddr 10.0.0.0/8 tcp dport 80 accept",
            "ip saddr 172.16.0.0/12 tcp dport 80 accept",
            "ip saddr 192.168.0.0/16 tcp dport 80 accept",
            "ip6 saddr fe80::/10 tcp dport 80 accept",
            "ip6 saddr fc00::/7 tcp dport 80 accept"),
        nft.lines().toList());
  }
}
