package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;

/** What ssh on one machine has to know to reach all others by name (ssh_config(5)). */
final class ConfigFragment {
  static final String FILE = "~/.ssh/config.d/fleet-mesh";
  static final String KNOWN_HOSTS = "~/.ssh/fleet_known_hosts";

  private ConfigFragment() {}

  /** One entry a machine, those that are away included; names and values passed the registry. */
  static String of(Fleet fleet, Machine self) {
    StringBuilder text =
        new StringBuilder("# The machines of " + fleet.name() + "; made by fleet mesh apply.\n");
    fleet.members().stream()
        .filter(machine -> !machine.name().equals(self.name()))
        .forEach(machine -> text.append(entry(machine, self)));
    return text.toString();
  }

  private static String entry(Machine machine, Machine self) {
    String jump =
        machine
            .jump()
            .filter(name -> !name.equals(self.name()))
            .map(name -> "  ProxyJump " + name + "\n")
            .orElse("");
    return """

    Host %s
      HostName %s
      Port %d
      User %s
      IdentityFile ~/.ssh/id_ed25519
      HostKeyAlias %s
      UserKnownHostsFile %s
      StrictHostKeyChecking yes
      ServerAliveInterval 60
      ServerAliveCountMax 3
    %s"""
        .formatted(
            machine.name(),
            machine.address(),
            machine.port(),
            machine.user(),
            machine.name(),
            KNOWN_HOSTS,
            jump);
  }
}
