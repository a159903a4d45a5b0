package fleet.shell;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A machine that we are logged in to over SSH.
 *
 * @param begun the first command, if it was asked for with the login
 */
record SshCarrier(
    String name,
    String user,
    SSHClient client,
    Runnable cut,
    AtomicReference<@Nullable ExecChannel> begun)
    implements Carrier {
  @Override
  public Pipes start(String command) throws IOException {
    ExecChannel first = begun.getAndSet(null);
    return first != null && first.isFor(command)
        ? first.begun()
        : ExecChannel.start(client.getConnection(), command);
  }

  @Override
  public Thread.Builder threads() {
    return Thread.ofVirtual();
  }

  /** Any answer will do; OpenSSH says no to this request, as it says itself. */
  @Override
  public boolean answers(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      Promise<SSHPacket, ConnectionException> answer =
          client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]);
      answer.tryRetrieve(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ConnectionException e) {
      return client.getTransport().isRunning() && System.nanoTime() < deadline;
    } catch (TransportException e) {
      return false;
    }
    return System.nanoTime() < deadline;
  }

  @Override
  public Optional<Abilities> abilities() {
    return Optional.of(new SshAbilities(this));
  }

  /** Cuts the line: a polite end would wait for what runs there. */
  @Override
  public void close() {
    cut.run();
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as gone as it can be.
    }
  }
}
