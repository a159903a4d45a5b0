package fleet.harden;

import fleet.playbook.Call;
import fleet.playbook.Resources;
import fleet.playbook.Script;
import fleet.shell.Account;
import fleet.shell.Connection;
import fleet.shell.UnreachableException;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes back of datagrams: silence says nothing, unless the same port answered before.
 *
 * @param open ports that answered
 * @param shut how many surely did not
 * @param unsure those of which nothing can be said
 */
record Datagrams(List<Port> open, int shut, List<Port> unsure) {
  private static final int MOST = 32;

  /**
   * Sends one to each port from a machine.
   *
   * @param answered ports that answered in an earlier look
   */
  static Datagrams to(
      String address, List<Port> ports, List<Port> answered, Connection from, String home)
      throws UnreachableException {
    List<String> arguments = new ArrayList<>(List.of(address));
    ports.stream().limit(MOST).forEach(port -> arguments.add(String.valueOf(port.number())));
    if (ports.isEmpty()) {
      return new Datagrams(List.of(), 0, List.of());
    }
    String script =
        String.join(
            "\n",
            Script.opening(false, home),
            Resources.text(Datagrams.class, "udp.sh"),
            new Call("udp_look", arguments).sh());
    return parse(Asking.run(from, Account.USER, script), ports, answered);
  }

  static Datagrams parse(String said, List<Port> ports, List<Port> answered) {
    List<String> lines = said.lines().toList();
    List<Port> open = new ArrayList<>();
    List<Port> unsure = new ArrayList<>();
    int shut = 0;
    for (Port port : ports) {
      if (lines.contains(port.number() + " open")) {
        open.add(port);
      } else if (lines.contains(port.number() + " refused")
          || (lines.contains(port.number() + " silent") && answered.contains(port))) {
        shut++;
      } else {
        unsure.add(port);
      }
    }
    return new Datagrams(open, shut, unsure);
  }
}
