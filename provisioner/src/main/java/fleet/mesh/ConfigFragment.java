package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import java.util.regex.Matcher;

/** What ssh on one machine has to know to reach all others by name (ssh_config(5)). */
final class ConfigFragment {
  static final String FILE = "~/.ssh/config.d/fleet-mesh";
  static final String KNOWN_HOSTS = "~/.ssh/fleet_known_hosts";

  /** Where ssh looks for it beside the key without being told. */
  static final String CERTIFICATE = "~/.ssh/id_ed25519-cert.pub";

  private ConfigFragment() {}

  /** One entry a machine, those that are away included; names and values passed the registry. */
  static String of(Fleet fleet, Machine self) {
    return of(fleet, self, "");
  }

  /**
   * The same with certificates. A machine that joined since has no entry yet: it is known by its
   * address, because the authority signed for that, too.
   */
  static String withCertificates(Fleet fleet, Machine self, String home) {
    return of(fleet, self, "  CertificateFile " + CERTIFICATE + "\n")
        + """

        Host *
          GlobalKnownHostsFile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2 "%s"
        """
            .formatted(KNOWN_HOSTS.replaceFirst("~", Matcher.quoteReplacement(home)));
  }

  private static String of(Fleet fleet, Machine self, String identity) {
    StringBuilder text =
        new StringBuilder("# The machines of " + fleet.name() + "; made by fleet mesh apply.\n");
    fleet.members().stream()
        .filter(machine -> !machine.name().equals(self.name()))
        .forEach(machine -> text.append(entry(machine, self, identity)));
    return text.toString();
  }

  private static String entry(Machine machine, Machine self, String identity) {
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
    %s  HostKeyAlias %s
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
            identity,
            machine.name(),
            KNOWN_HOSTS,
            jump);
  }
}
