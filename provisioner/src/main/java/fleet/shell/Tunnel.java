package fleet.shell;

import java.io.IOException;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/** A way through a jump machine; closing it does the jump's other users no harm. */
final class Tunnel extends DirectConnection {
  private volatile boolean closed;

  private Tunnel(Connection connection, String host, int port) {
    super(connection, host, port);
  }

  static Tunnel open(Connection connection, String host, int port) throws IOException {
    Tunnel tunnel = new Tunnel(connection, host, port);
    tunnel.open();
    return tunnel;
  }

  @Override
  protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
    try {
      if (!closed) {
        super.receiveInto(stream, packet);
      }
    } catch (SSHException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  /** Closes without waiting for the other side. */
  void drop() {
    closed = true;
    try {
      if (isOpen()) {
        sendClose();
      }
    } catch (IOException e) {
      // The jump machine is gone, and the way with it.
    }
    closeAllStreams();
  }
}
