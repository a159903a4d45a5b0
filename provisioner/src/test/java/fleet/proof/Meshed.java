package fleet.proof;

import fleet.lab.LabMachine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Four machines that reach each other as user dev. */
final class Meshed {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static final LabMachine ONE = Place.MESH_13.machine();
  static final LabMachine TWO = Place.MESH_12.machine();
  static final LabMachine THREE = Place.MESH_OTHER_13.machine();
  static final LabMachine FOUR = Place.MESH_OTHER_12.machine();
  static final List<LabMachine> ALL = List.of(ONE, TWO, THREE, FOUR);

  private Meshed() {}

  static String names() {
    return ALL.stream().map(LabMachine::name).collect(Collectors.joining(","));
  }

  static LabMachine machine(String name) {
    return ALL.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  /** Runs sh as root. */
  static String root(LabMachine machine, String sh) {
    return machine.exec(sh, LIMIT).ok();
  }

  /** Runs sh as dev, in the folder .ssh. */
  static String dev(LabMachine machine, String sh) {
    return root(
        machine,
        "cd ~dev/.ssh && setpriv --reuid dev --regid dev --init-groups sh -ec '" + sh + "'");
  }

  /** Keys, host keys and aliases, as they should be; also where a test left them otherwise. */
  static void prepare() {
    StringBuilder keys = new StringBuilder();
    StringBuilder known = new StringBuilder();
    StringBuilder aliases = new StringBuilder();
    for (LabMachine machine : ALL) {
      String name = machine.name();
      keys.append(
          dev(
              machine,
              "[ -f id_ed25519 ] || ssh-keygen -q -t ed25519 -N \"\" -C fleet:%s -f id_ed25519; cat id_ed25519.pub"
                  .formatted(name)));
      known.append(name).append(' ').append(root(machine, "cat /etc/ssh/ssh_host_ed25519_key.pub"));
      aliases.append(
          """
          Host %1$s
            HostName %2$s
            User dev
            HostKeyAlias %1$s
            UserKnownHostsFile ~/.ssh/fleet_known_hosts
            StrictHostKeyChecking yes
          """
              .formatted(name, machine.address()));
    }
    for (LabMachine machine : ALL) {
      dev(
          machine,
          """
          sed -i "/ fleet:/d" authorized_keys
          cat >>authorized_keys <<END
          %sEND
          cat >fleet_known_hosts <<END
          %sEND
          mkdir -p -m 700 config.d
          cat >config.d/fleet-mesh <<END
          %sEND
          echo "Include config.d/*" >config
          chmod 600 config config.d/fleet-mesh
          """
              .formatted(keys, known, aliases));
    }
  }
}
