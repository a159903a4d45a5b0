package fleet.harden;

import fleet.playbook.Facts;
import fleet.playbook.Resources;
import fleet.playbook.Script;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Fragment;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.List;

/** Asks a machine about itself in its own sh. */
final class Asking {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Asking() {}

  /** What a machine says of itself; root of what is handed on, where there is a root for us. */
  static Sight sight(Connection connection) throws UnreachableException {
    String text = text(connection);
    String said = run(connection, Account.USER, text + "sight");
    return Sight.parse(said + run(connection, Account.ROOT, text + "sight_published"));
  }

  /** The addresses of a machine's interfaces alone. */
  static Sight own(Connection connection) throws UnreachableException {
    return Sight.parse(run(connection, Account.USER, text(connection) + "sight_addresses"));
  }

  private static String text(Connection connection) {
    String home = Facts.parse(connection.greeting()).home();
    return Script.opening(false, home) + Resources.text(Asking.class, "sight.sh") + "\n";
  }

  /** What a script printed as somebody; nothing where the machine does not give us that account. */
  static String run(Connection connection, Account account, String script)
      throws UnreachableException {
    try {
      return connection
          .shell(account)
          .run(List.of(new Fragment("ask", script, LIMIT, false)))
          .getFirst()
          .out();
    } catch (BlockedException _) {
      return "";
    }
  }
}
