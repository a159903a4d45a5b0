package fleet.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One machine that we are on already: starts commands there, each with streams of its own. */
interface Carrier extends AutoCloseable {
  /** The machine's name, for messages. */
  String name();

  /** The account that commands run as. */
  String user();

  /** Starts a command through the account's login shell, without waiting for anything. */
  Pipes start(String command) throws IOException;

  /** Threads that may block on this machine's streams. */
  Thread.Builder threads();

  /** Whether the machine still answers, however busy the commands on it are. */
  boolean answers(Duration patience);

  /** What the login is good for beside commands; nothing where it is none over SSH. */
  default Optional<Abilities> abilities() {
    return Optional.empty();
  }

  @Override
  void close();
}
