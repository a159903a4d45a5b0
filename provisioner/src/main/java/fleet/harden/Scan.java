package fleet.harden;

import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a machine looked at by another one on each of its networks. */
final class Scan {
  private static final int MOST_SCANNERS = 3;

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
    List<Seen> then = before.stream().filter(seen -> seen.network() == network).toList();
    Optional<String> last = then.stream().flatMap(seen -> seen.from().stream()).findFirst();
    List<Machine> others = Scanners.of(machine, network, fleet, last);
    String why = "config only: no other machine of the fleet is on this network";
    for (Machine other : others.subList(0, Math.min(MOST_SCANNERS, others.size()))) {
      try {
        return new Look(connector, network, machine, address, other, sight, then).seen();
      } catch (UnreachableException e) {
        why = "config only: not seen from " + other.name() + ": " + e.why();
      }
    }
    return List.of(Seen.nothing(network, address, why));
  }
}
