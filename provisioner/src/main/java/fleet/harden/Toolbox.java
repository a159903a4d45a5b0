package fleet.harden;

import fleet.playbook.Facts;
import fleet.playbook.Resources;
import fleet.playbook.Script;
import fleet.registry.Machine;
import fleet.shell.Abilities;
import fleet.shell.Account;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Quote;
import fleet.shell.UnreachableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries over a fresh login what developers rely on. */
record Toolbox(Connector connector) {
  private static final Map<String, String> SCRIPTS = new LinkedHashMap<>();

  static {
    SCRIPTS.put("docker", "tool_docker");
    SCRIPTS.put("public names", "tool_names");
    SCRIPTS.put("tailnet names", "tool_tailnet_names");
    SCRIPTS.put("2,000 open files", "tool_files");
  }

  /** Each tool; the login itself, if even that does not work. */
  List<Tool> of(Machine machine) {
    try (Connection connection = connector.openFresh(machine, Facts.script())) {
      return of(machine, connection);
    } catch (UnreachableException e) {
      return List.of(Tool.fails("login", e.why()));
    }
  }

  private static List<Tool> of(Machine machine, Connection connection) throws UnreachableException {
    String home = Facts.parse(connection.greeting()).home();
    String opening =
        String.join(
            "\n",
            Script.opening(false, home),
            Script.guard(),
            Resources.text(Toolbox.class, "tools.sh"),
            "");
    Abilities abilities = connection.abilities().orElseThrow();
    List<Tool> tools = new ArrayList<>(List.of(Tool.works("login")));
    tools.add(tool("ssh -L", abilities.forwards("127.0.0.1", machine.port(), "SSH-")));
    tools.add(tool("SFTP", abilities.sftp()));
    tools.add(
        machine.forwardAgent()
            ? tool("agent forwarding", abilities.agent())
            : Tool.absent("agent forwarding", "fleet.yaml does not ask for it"));
    tools.add(git(connection, abilities, opening));
    for (var script : SCRIPTS.entrySet()) {
      String said = Asking.run(connection, Account.USER, opening + script.getValue()).strip();
      tools.add(told(script.getKey(), said));
    }
    return tools;
  }

  private static Tool git(Connection connection, Abilities abilities, String opening)
      throws UnreachableException {
    String id = "git over ssh";
    String folder = Asking.run(connection, Account.USER, opening + "tool_repository").strip();
    if (folder.isEmpty()) {
      return Tool.absent(id, "there is no git");
    }
    try {
      return tool(id, abilities.prints("git-upload-pack " + Quote.sh(folder), "00"));
    } finally {
      Asking.run(connection, Account.USER, "rm -rf -- " + Quote.sh(folder));
    }
  }

  private static Tool tool(String id, Optional<String> fault) {
    return fault.map(why -> Tool.fails(id, why)).orElseGet(() -> Tool.works(id));
  }

  static Tool told(String id, String said) {
    int space = said.indexOf(' ');
    String word = space < 0 ? said : said.substring(0, space);
    String why = space < 0 ? "" : said.substring(space + 1);
    return switch (word) {
      case "works" -> Tool.works(id);
      case "absent" -> Tool.absent(id, why);
      case "fails" -> Tool.fails(id, why);
      default -> Tool.fails(id, said.isEmpty() ? "it said nothing" : said);
    };
  }
}
