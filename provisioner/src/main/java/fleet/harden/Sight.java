package fleet.harden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a machine says of itself before another one looks.
 *
 * @param host its own id, which another machine of the same name does not have
 * @param build its system
 * @param ports those that it listens at on more than itself, and the published
 * @param published those that it hands on to another address
 * @param addresses those of each of its interfaces
 */
record Sight(
    String host,
    String build,
    Set<Port> ports,
    Set<Port> published,
    Map<String, List<String>> addresses) {
  /** More are those of containers. */
  private static final int MOST_V6 = 2;

  static Sight parse(String said) {
    String host = "";
    String build = "";
    Set<Port> ports = new TreeSet<>();
    Set<Port> published = new TreeSet<>();
    Map<String, List<String>> addresses = new HashMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.strip().split(" ", 3);
      switch (words[0]) {
        case "host" -> host = line.substring("host".length()).strip();
        case "build" -> build = line.substring("build".length()).strip();
        case "tcp", "udp" -> kernel(words, ports);
        case "bsd" -> bsd(words, ports);
        case "published" -> port("tcp", words.length > 1 ? words[1] : "", published);
        case "addr" -> {
          if (words.length == 3) {
            addresses.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(words[2]);
          }
        }
        default -> {}
      }
    }
    ports.addAll(published);
    return new Sight(host, build, ports, published, addresses);
  }

  /** {@code 0100007F:0016}: bytes in the kernel's order, the port as one reads it. */
  private static void kernel(String[] words, Set<Port> ports) {
    if (words.length == 2 && words[1].matches("([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}")) {
      String address = words[1].substring(0, words[1].indexOf(':'));
      boolean loopback =
          address.length() == 8
              ? address.endsWith("7F")
              : address.equals("00000000000000000000000001000000")
                  || address.matches("0{16}FFFF0000.{6}7F");
      if (!loopback) {
        int number = Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16);
        ports.add(new Port(words[0], number));
      }
    }
  }

  private static void bsd(String[] words, Set<Port> ports) {
    if (words.length == 3 && words[2].lastIndexOf('.') > 0) {
      int dot = words[2].lastIndexOf('.');
      String address = words[2].substring(0, dot);
      if (!address.startsWith("127.") && !address.equals("::1")) {
        port(words[1], words[2].substring(dot + 1), ports);
      }
    }
  }

  private static void port(String protocol, String number, Set<Port> ports) {
    if (number.matches("[1-9][0-9]{0,4}")) {
      ports.add(new Port(protocol, Integer.parseInt(number)));
    }
  }

  /** This one, and the ports of another look. */
  Sight and(Sight other) {
    Set<Port> all = new TreeSet<>(ports);
    all.addAll(other.ports);
    return new Sight(host, build, all, published, addresses);
  }

  List<Port> listening(String protocol) {
    return ports.stream().filter(port -> port.protocol().equals(protocol)).toList();
  }

  /** The interface that holds an address; empty where none does. */
  String interfaceOf(String address) {
    return addresses.entrySet().stream()
        .filter(each -> each.getValue().contains(address))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** The IPv6 addresses of the interface that holds an address. */
  List<String> alsoAt(String address) {
    return Objects.requireNonNullElse(addresses.get(interfaceOf(address)), List.<String>of())
        .stream()
        .filter(each -> each.indexOf(':') >= 0 && !each.equals(address))
        .limit(MOST_V6)
        .toList();
  }
}
