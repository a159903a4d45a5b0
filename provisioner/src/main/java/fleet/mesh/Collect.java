package fleet.mesh;

import fleet.playbook.Facts;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one machine says of its keys, over the connection whose host key was checked: no key in the
 * mesh is trusted because it was seen first.
 *
 * @param facts what it said as we logged in
 * @param login absent where the machine has no key
 * @param host the keys of its sshd, the Ed25519 one alone where there is one
 */
public record Collect(Facts facts, Optional<PublicKey> login, List<PublicKey> host) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The private key is asked first: a .pub beside it may be another's. */
  private static final String LOGIN =
      """
      { ssh-keygen -y -P '' -f ~/.ssh/id_ed25519 || cat ~/.ssh/id_ed25519.pub; } 2>/dev/null
      """;

  private static final String HOST = "cat /etc/ssh/ssh_host_*_key.pub 2>/dev/null";

  /** Asks the machine. */
  public static Collect from(Connector connector, Machine machine)
      throws UnreachableException, BlockedException {
    try (Connection connection = connector.open(machine, Facts.script())) {
      List<Answer> said =
          connection
              .shell(Account.USER)
              .run(
                  List.of(
                      new Fragment("login", LOGIN, LIMIT, false),
                      new Fragment("host", HOST, LIMIT, false)));
      return new Collect(
          Facts.parse(connection.greeting()),
          PublicKey.all(said.getFirst().out()).stream().findFirst(),
          best(PublicKey.all(said.getLast().out())));
    }
  }

  private static List<PublicKey> best(List<PublicKey> keys) {
    List<PublicKey> modern = keys.stream().filter(key -> key.type().equals("ssh-ed25519")).toList();
    return modern.isEmpty() ? keys : modern;
  }
}
