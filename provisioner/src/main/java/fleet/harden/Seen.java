package fleet.harden;

import java.util.List;
import java.util.Optional;

/**
 * One look at a machine from another one, on one network.
 *
 * @param from the machine that looked
 * @param blind why nothing was seen
 * @param open the ports that answered
 * @param shut how many did not
 * @param unsure ports of which nothing can be said from there
 * @param handedOn those of the open ones that lead to another address, past the firewall
 * @param methods how one may log in there, as sshd offers it; nothing where it was not asked
 */
public record Seen(
    Network network,
    String address,
    Optional<String> from,
    Optional<String> blind,
    List<Port> open,
    int shut,
    List<Port> unsure,
    List<Port> handedOn,
    Optional<List<String>> methods) {
  public Seen {
    open = open.stream().distinct().sorted().toList();
    unsure = unsure.stream().distinct().sorted().toList();
    handedOn = handedOn.stream().filter(open::contains).toList();
  }

  /** Whether that machine looked, and saw something. */
  boolean isBy(String machine) {
    return blind.isEmpty() && from.equals(Optional.of(machine));
  }

  /** The port, and what a person should know of it. */
  public String told(Port port) {
    return handedOn.contains(port) ? port + " (published past the firewall)" : port.toString();
  }

  static Seen nothing(Network network, String address, String why) {
    return new Seen(
        network,
        address,
        Optional.empty(),
        Optional.of(why),
        List.of(),
        0,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
