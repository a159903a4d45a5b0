package fleet.shell;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A connection that somebody else made.
 *
 * @param end what is done where it would be closed
 */
record Lent(Connection connection, Runnable end) implements Connection {
  @Override
  public String greeting() {
    return connection.greeting();
  }

  @Override
  public Shell shell(Account account) throws UnreachableException, BlockedException {
    return connection.shell(account);
  }

  @Override
  public void bring(Path file, String to) throws UnreachableException {
    connection.bring(file, to);
  }

  @Override
  public Optional<Abilities> abilities() {
    return connection.abilities();
  }

  @Override
  public void close() {
    end.run();
  }
}
