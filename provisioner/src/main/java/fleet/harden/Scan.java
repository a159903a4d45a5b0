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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at a machine from others, through their own sshd. The machine's sshd is logged in to once
 * on each network, by key, so that it sees no stranger; all other ports see one connection.
 */
final class Scan {
  /** Where machines of developers tend to listen, beside what this one says. */
  private static final Set<Integer> WELL_KNOWN =
      Set.of(
          21, 22, 23, 25, 53, 80, 88, 111, 139, 143, 389, 443, 445, 515, 548, 587, 631, 873, 993,
          1080, 1433, 1521, 1883, 2049, 2375, 2376, 2379, 3000, 3001, 3283, 3306, 3389, 4000, 4200,
          5000, 5001, 5173, 5432, 5555, 5601, 5672, 5900, 5984, 6000, 6379, 6443, 7000, 8000, 8008,
          8080, 8081, 8443, 8888, 9000, 9090, 9092, 9200, 9229, 10250, 11211, 11434, 27017);

  private static final int AT_ONCE = 32;
  private static final int MOST_SCANNERS = 3;
  private static final Duration BRIEF = Duration.ofSeconds(2);

  /** For a port of which its machine says that it listens: a lost packet must not hide it. */
  private static final Duration LONG = Duration.ofSeconds(6);

  private final Connector connector;
  private final List<Machine> fleet;

  Scan(Connector connector, List<Machine> fleet) {
    this.connector = connector;
    this.fleet = fleet;
  }

  /**
   * What each network sees.
   *
   * @param before an earlier look, whose ways in are known to have been the machine's
   */
  List<Seen> of(Machine machine, Sight sight, List<Seen> before) throws InterruptedException {
    Map<Network, String> addresses = Network.of(machine);
    return Together.ask(
            List.copyOf(addresses.entrySet()),
            addresses.size(),
            each -> on(each.getKey(), machine, each.getValue(), sight, before))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private List<Seen> on(
      Network network, Machine machine, String address, Sight sight, List<Seen> before)
      throws InterruptedException {
    Optional<Seen> then =
        before.stream()
            .filter(seen -> seen.network().equals(network) && seen.address().equals(address))
            .findFirst();
    List<Machine> others = Scanners.of(machine, network, fleet, then.flatMap(Seen::from));
    String why = "config only: no other machine of the fleet is on this network";
    for (Machine other : others.subList(0, Math.min(MOST_SCANNERS, others.size()))) {
      boolean known =
          then.filter(
                  seen -> seen.blind().isEmpty() && seen.from().equals(Optional.of(other.name())))
              .isPresent();
      Look look = new Look(network, machine, address, other, known);
      try {
        return from(look, sight);
      } catch (UnreachableException e) {
        why = "config only: not seen from " + other.name() + ": " + e.why();
      }
    }
    return List.of(Seen.nothing(network, address, why));
  }

  /** Who looks at whom, and whether it is known to reach the right machine. */
  private record Look(
      Network network, Machine machine, String address, Machine from, boolean known) {}

  private List<Seen> from(Look look, Sight sight)
      throws UnreachableException, InterruptedException {
    try (Connection there = connector.openFresh(look.from(), Facts.script())) {
      Abilities abilities = there.abilities().orElseThrow();
      Door door = abilities.door("127.0.0.1", 1, LONG);
      if (door.state() == Door.State.UNKNOWN) {
        throw new UnreachableException(door.why());
      }
      Optional<List<String>> methods = methods(look);
      List<String> addresses = new ArrayList<>(List.of(look.address()));
      for (String also : sight.alsoAt(look.address())) {
        addresses.add(also + zone(also, look, there));
      }
      List<Seen> all =
          Together.ask(
              addresses,
              addresses.size(),
              address ->
                  at(
                      address,
                      look,
                      sight,
                      abilities,
                      methods.filter(_ -> address.equals(look.address()))));
      if (!abilities.answers()) {
        throw new UnreachableException(look.from().name() + " went away meanwhile");
      }
      return all;
    }
  }

  /** Logging in shows that the machine there is the one that is meant. */
  private Optional<List<String>> methods(Look look) throws UnreachableException {
    try {
      Machine machine = look.machine().reachedFrom(look.address(), look.from().name());
      return Optional.of(connector.methods(machine));
    } catch (UnreachableException e) {
      if (look.known() && e.isSilent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A link-local address means something on an interface of who uses it. */
  private static String zone(String address, Look look, Connection there)
      throws UnreachableException {
    if (!address.startsWith("fe80:")) {
      return "";
    }
    String own = look.network().address(look.from()).orElseThrow();
    return "%" + Asking.sight(there).interfaceOf(own);
  }

  private static Seen at(
      String address, Look look, Sight sight, Abilities abilities, Optional<List<String>> methods)
      throws InterruptedException {
    List<Port> listening = sight.listening("tcp");
    Port ssh = Port.tcp(look.machine().port());
    Set<Port> ports = new TreeSet<>(listening);
    WELL_KNOWN.forEach(number -> ports.add(Port.tcp(number)));
    if (methods.isPresent()) {
      ports.remove(ssh);
    }
    List<Tried> tried =
        Together.ask(
            List.copyOf(ports),
            AT_ONCE,
            port -> Tried.of(abilities, address, port, listening.contains(port) ? LONG : BRIEF));
    Stream<Port> entered = methods.isPresent() ? Stream.of(ssh) : Stream.empty();
    return new Seen(
        look.network(),
        address,
        Optional.of(look.from().name()),
        Optional.empty(),
        Stream.concat(entered, Tried.all(tried, Door.State.OPEN)).toList(),
        (int) tried.stream().filter(Tried::isShut).count(),
        Stream.concat(Tried.all(tried, Door.State.UNKNOWN), sight.listening("udp").stream())
            .toList(),
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
