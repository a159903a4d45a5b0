package fleet.harden;

import fleet.playbook.Facts;
import fleet.registry.Machine;
import fleet.shell.Abilities;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Door;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One look at a machine from another one, through that one's own sshd. The machine's sshd is logged
 * in to once, by key, so that it sees no stranger; all other ports see one connection.
 *
 * @param address where the machine is looked for
 * @param from who looks
 * @param sight what the machine says of itself
 * @param before what was seen in an earlier look on that network
 */
record Look(
    Connector connector,
    Network network,
    Machine machine,
    String address,
    Machine from,
    Sight sight,
    List<Seen> before) {
  /** Where machines of developers tend to listen, beside what this one says. */
  private static final Set<Integer> WELL_KNOWN =
      Set.of(
          21, 22, 23, 25, 53, 80, 88, 111, 139, 143, 389, 443, 445, 515, 548, 587, 631, 873, 993,
          1080, 1433, 1521, 1883, 2049, 2375, 2376, 2379, 3000, 3001, 3283, 3306, 3389, 4000, 4200,
          5000, 5001, 5173, 5432, 5555, 5601, 5672, 5900, 5984, 6000, 6379, 6443, 7000, 8000, 8008,
          8080, 8081, 8443, 8888, 9000, 9090, 9092, 9200, 9229, 10250, 11211, 11434, 27017);

  private static final int AT_ONCE = 32;
  private static final Duration BRIEF = Duration.ofSeconds(2);

  /** For a port of which its machine says that it listens: a lost packet must not hide it. */
  private static final Duration LONG = Duration.ofSeconds(6);

  List<Seen> seen() throws UnreachableException, InterruptedException {
    try (Connection there = connector.openFresh(from, Facts.script())) {
      Abilities abilities = there.abilities().orElseThrow();
      Door door = abilities.door("127.0.0.1", 1, LONG);
      if (door.state() == Door.State.UNKNOWN) {
        throw new UnreachableException(door.why());
      }
      Optional<List<String>> methods = methods();
      Map<String, Datagrams> addresses = new LinkedHashMap<>();
      for (String each : addresses(there)) {
        addresses.put(each, datagrams(each, there));
      }
      List<Seen> all =
          Together.ask(
              List.copyOf(addresses.entrySet()),
              addresses.size(),
              each ->
                  at(
                      each.getKey(),
                      each.getValue(),
                      abilities,
                      methods.filter(_ -> each.getKey().equals(address))));
      if (!abilities.answers()) {
        throw new UnreachableException(from.name() + " went away meanwhile");
      }
      return all;
    }
  }

  /** Logging in shows that the machine there is the one that is meant. */
  private Optional<List<String>> methods() throws UnreachableException {
    try {
      return Optional.of(connector.methods(machine.reachedFrom(address, from.name())));
    } catch (UnreachableException e) {
      boolean known = then(address).filter(seen -> seen.isBy(from.name())).isPresent();
      if (known && e.isSilent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Seen> then(String at) {
    return before.stream().filter(seen -> seen.address().equals(at)).findFirst();
  }

  /** The address, and those of IPv6 at the same place. */
  private List<String> addresses(Connection there) throws UnreachableException {
    List<String> also = sight.alsoAt(address);
    boolean zoned = also.stream().anyMatch(Look::isLinkLocal);
    // A link-local address means something on an interface of who uses it.
    String own = network.address(from).orElseThrow();
    String zone = zoned ? "%" + Asking.own(there).interfaceOf(own) : "";
    return Stream.concat(
            Stream.of(address), also.stream().map(each -> isLinkLocal(each) ? each + zone : each))
        .toList();
  }

  private static boolean isLinkLocal(String address) {
    return address.startsWith("fe80:");
  }

  private Datagrams datagrams(String at, Connection there) throws UnreachableException {
    String home = Facts.parse(there.greeting()).home();
    List<Port> answered = then(at).map(Seen::open).orElse(List.of());
    return Datagrams.to(at, sight.listening("udp"), answered, there, home);
  }

  private Seen at(
      String at, Datagrams datagrams, Abilities abilities, Optional<List<String>> methods)
      throws InterruptedException {
    List<Port> listening = sight.listening("tcp");
    Port ssh = Port.tcp(machine.port());
    Set<Port> ports = new TreeSet<>(listening);
    WELL_KNOWN.forEach(number -> ports.add(Port.tcp(number)));
    if (methods.isPresent()) {
      ports.remove(ssh);
    }
    List<Tried> tried =
        Together.ask(
            List.copyOf(ports),
            AT_ONCE,
            port -> Tried.of(abilities, at, port, listening.contains(port) ? LONG : BRIEF));
    Stream<Port> entered = methods.isPresent() ? Stream.of(ssh) : Stream.empty();
    Stream<Port> open = Stream.concat(entered, Tried.all(tried, Door.State.OPEN));
    return new Seen(
        network,
        at,
        Optional.of(from.name()),
        Optional.empty(),
        Stream.concat(open, datagrams.open().stream()).toList(),
        (int) tried.stream().filter(Tried::isShut).count() + datagrams.shut(),
        Stream.concat(Tried.all(tried, Door.State.UNKNOWN), datagrams.unsure().stream()).toList(),
        List.copyOf(sight.published()),
        methods);
  }

  private record Tried(Port port, Door door) {
    static Tried of(Abilities abilities, String address, Port port, Duration patience) {
      return new Tried(port, abilities.door(address, port.number(), patience));
    }

    static Stream<Port> all(List<Tried> tried, Door.State state) {
      return tried.stream().filter(each -> each.door().state() == state).map(Tried::port);
    }

    boolean isShut() {
      return door.state() == Door.State.REFUSED || door.state() == Door.State.FILTERED;
    }
  }
}
