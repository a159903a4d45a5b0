package fleet.cli.harden;

import fleet.registry.Machine;
import fleet.registry.PortRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stays open on a machine: its tailnet, ssh on the ways in that fleet.yaml declares, and the
 * ports that it declares; in the words of each firewall.
 *
 * @param tailnet its address on the tailnet as a number; empty where it has none that is known
 */
record OpenPorts(String tailnet, List<Opening> openings) {
  /** The interface of Tailscale; one of another name is known by the address that it holds. */
  static final String INTERFACE = "tailscale0";

  OpenPorts {
    openings = List.copyOf(openings);
  }

  static OpenPorts of(Machine machine) {
    List<Opening> openings = new ArrayList<>();
    if (!machine.onTailnet()) {
      openings.add(new Opening("tcp", machine.port(), Opening.ANY));
    }
    machine.lan().ifPresent(_ -> openings.add(new Opening("tcp", machine.port(), near(machine))));
    for (PortRule rule : machine.ports()) {
      switch (rule.from()) {
        case "any" -> openings.add(new Opening(rule.protocol(), rule.port(), Opening.ANY));
        case "lan" -> openings.add(new Opening(rule.protocol(), rule.port(), near(machine)));
        default -> {
          if (!machine.onTailnet()) {
            openings.add(new Opening(rule.protocol(), rule.port(), Opening.NEAR));
          }
        }
      }
    }
    boolean number = machine.onTailnet() && isNumber(machine.address());
    return new OpenPorts(number ? machine.address() : "", openings.stream().distinct().toList());
  }

  /** In another network the machine has another address, and is closed there. */
  private static String near(Machine machine) {
    return machine.lan().filter(OpenPorts::isNumber).orElse(Opening.NEAR);
  }

  private static boolean isNumber(String address) {
    return address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  }

  String nft() {
    Stream<String> own =
        tailnet.isEmpty()
            ? Stream.of()
            : Stream.of(
                "%s daddr %s fib daddr . iif type local accept"
                    .formatted(Opening.ip(tailnet), tailnet));
    return lines(own, Opening::nft);
  }

  String ufw() {
    return lines(Stream.of("allow in on " + INTERFACE), Opening::ufw);
  }

  String firewalld() {
    return lines(Stream.of(), Opening::firewalld);
  }

  private String lines(Stream<String> first, Function<Opening, Stream<String>> words) {
    return Stream.concat(first, openings.stream().flatMap(words)).collect(Collectors.joining("\n"));
  }
}
