package fleet.cli.harden;

import fleet.playbook.Compiler;
import fleet.registry.Machine;
import java.util.Map;
import java.util.stream.Collectors;

/** What fleet.yaml says of one machine, as the playbook harden wants it. */
public final class HardenVariables {
  /** Only the playbook harden knows it. */
  private static final String MARK = "nft_rules";

  private HardenVariables() {}

  /** Whether a playbook of the compiler asks for what is known here. */
  public static boolean wanted(Compiler compiler) {
    return compiler.leavesEmpty(MARK);
  }

  /** The compiler that knows of the machine what a playbook among its own wants to know. */
  public static Compiler fill(Compiler compiler, Machine machine) {
    return wanted(compiler) ? compiler.otherwise(of(machine)) : compiler;
  }

  static Map<String, String> of(Machine machine) {
    OpenPorts open = OpenPorts.of(machine);
    return Map.of(
        "ssh_port",
        String.valueOf(machine.port()),
        "tailnet_interface",
        OpenPorts.INTERFACE,
        "users",
        String.join(" ", machine.users()),
        "root_login",
        machine.users().contains("root") ? "prohibit-password" : "no",
        "lan",
        machine.lan().orElse(""),
        "ports",
        machine.ports().stream()
            .map(rule -> rule.protocol() + "/" + rule.port() + "/" + rule.from())
            .collect(Collectors.joining(" ")),
        MARK,
        open.nft(),
        "ufw_rules",
        open.ufw(),
        "firewalld_rules",
        open.firewalld());
  }
}
