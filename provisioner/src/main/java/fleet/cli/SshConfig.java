package fleet.cli;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The registry as a configuration for the system's ssh; its values are safe there by their forms.
 */
public final class SshConfig {
  private SshConfig() {}

  public static String of(Fleet fleet, Path home, boolean acceptNew) {
    String hosts = fleet.members().stream().map(SshConfig::host).collect(Collectors.joining());
    return hosts
        + """
        Host *
          UserKnownHostsFile "%s" "%s"
          StrictHostKeyChecking %s
          ServerAliveInterval 60
          ServerAliveCountMax 3
        """
            .formatted(
                fleet.knownHosts().toAbsolutePath(),
                home.resolve(".ssh/known_hosts"),
                acceptNew ? "accept-new" : "yes");
  }

  private static String host(Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append("Host ").append(machine.name()).append('\n');
    text.append("  HostName ").append(machine.address()).append('\n');
    text.append("  User ").append(machine.user()).append('\n');
    text.append("  Port ").append(machine.port()).append('\n');
    machine
        .identity()
        .ifPresent(key -> text.append("  IdentityFile \"").append(key).append("\"\n"));
    machine.jump().ifPresent(jump -> text.append("  ProxyJump ").append(jump).append('\n'));
    return text.toString();
  }
}
