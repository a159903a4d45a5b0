package fleet.shell;

import fleet.registry.Machine;

/** Opens conversations with this very machine, without any network. */
public final class LocalConnector implements Connector {
  private final Limits limits;
  private final Secrets secrets;
  private final String sh;

  public LocalConnector() {
    this(new Secrets(Prompt.NOBODY));
  }

  /** With a way to ask for sudo's password. */
  public LocalConnector(Secrets secrets) {
    this(Limits.standard(), secrets, "/bin/sh");
  }

  /**
   * With limits and a shell of one's own.
   *
   * @param sh the words that start the shell
   */
  LocalConnector(Limits limits, Secrets secrets, String sh) {
    this.secrets = secrets;
    this.limits = limits;
    this.sh = sh;
  }

  @Override
  public Connection open(Machine machine, String greeting) throws UnreachableException {
    return new FramedConnection(new LocalCarrier(machine.name()), limits, secrets, sh, greeting);
  }

  @Override
  public void close() {}
}
