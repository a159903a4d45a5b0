package fleet.cli.harden;

import java.util.List;
import java.util.stream.Stream;

/**
 * A port that stays open beside the tailnet.
 *
 * @param place {@code any}, {@code near} for whoever has a private address, or an address of this
 *     machine at which it is open
 */
record Opening(String protocol, int port, String place) {
  static final String ANY = "any";
  static final String NEAR = "near";

  private static final List<String> PRIVATE =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fe80::/10", "fc00::/7");

  /** Rules of nftables, for a chain that drops. */
  Stream<String> nft() {
    String end = "%s dport %d accept".formatted(protocol, port);
    return switch (place) {
      case ANY -> Stream.of(end);
      case NEAR -> PRIVATE.stream().map(net -> ip(net) + " saddr " + net + " " + end);
      default -> Stream.of(ip(place) + " daddr " + place + " " + end);
    };
  }

  /** The words behind {@code ufw}, as {@code ufw show added} writes them. */
  Stream<String> ufw() {
    return switch (place) {
      case ANY -> Stream.of("allow %d/%s".formatted(port, protocol));
      case NEAR ->
          PRIVATE.stream()
              .map(net -> "allow from %s to any port %d proto %s".formatted(net, port, protocol));
      default -> Stream.of("allow to %s port %d proto %s".formatted(place, port, protocol));
    };
  }

  /** What {@code firewall-cmd} is to add, one argument each. */
  Stream<String> firewalld() {
    String end = "port port=\"%d\" protocol=\"%s\" accept".formatted(port, protocol);
    return switch (place) {
      case ANY -> Stream.of("port=%d/%s".formatted(port, protocol));
      case NEAR -> PRIVATE.stream().map(net -> rich(net) + "source address=\"" + net + "\" " + end);
      default -> Stream.of(rich(place) + "destination address=\"" + place + "\" " + end);
    };
  }

  private static String rich(String address) {
    return "rich-rule=rule family=\"%s\" ".formatted(ip(address).equals("ip") ? "ipv4" : "ipv6");
  }

  static String ip(String address) {
    return address.indexOf(':') < 0 ? "ip" : "ip6";
  }
}
