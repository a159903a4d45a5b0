package fleet.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.TransportException;

/** Tries what sshd offers, over channels of one connection. */
record SshAbilities(SshCarrier carrier) implements Abilities {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SSHClient client() {
    return carrier.client();
  }

  @Override
  public boolean answers() {
    return carrier.answers(PATIENCE);
  }

  @Override
  public Door door(String host, int port, Duration patience) {
    Way way = new Way(client().getConnection(), host, port);
    try {
      way.ask();
      if (!way.isThere(patience)) {
        return Door.of(Door.State.FILTERED);
      }
      way.close();
      return Door.of(Door.State.OPEN);
    } catch (OpenFailException e) {
      return e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED
          ? new Door(Door.State.UNKNOWN, carrier.name() + " forwards no ports")
          : Door.told(why(e));
    } catch (IOException e) {
      return new Door(Door.State.UNKNOWN, carrier.name() + ": " + why(e));
    }
  }

  @Override
  public Optional<String> forwards(String host, int port, String beginning) {
    try (Way way = new Way(client().getConnection(), host, port)) {
      way.ask();
      if (!way.isThere(PATIENCE)) {
        return Optional.of("no answer");
      }
      return reads(way.getInputStream(), beginning, way::cut);
    } catch (OpenFailException e) {
      return e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED
          ? Optional.of("sshd forbids it")
          : Optional.of(why(e));
    } catch (IOException e) {
      return Optional.of(why(e));
    }
  }

  @Override
  public Optional<String> sftp() {
    try (SFTPClient files = client().newSFTPClient()) {
      files.stat(".");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(why(e));
    }
  }

  @Override
  public Optional<String> agent() {
    try (Asking session = new Asking(client().getConnection())) {
      session.open();
      return session.mayUseAgent() ? Optional.empty() : Optional.of("sshd forbids it");
    } catch (IOException e) {
      return Optional.of(why(e));
    }
  }

  @Override
  public Optional<String> prints(String command, String beginning) {
    try (Pipes pipes = ExecChannel.start(client().getConnection(), command)) {
      return reads(pipes.out(), beginning, pipes::close);
    } catch (IOException e) {
      return Optional.of(why(e));
    }
  }

  private static Optional<String> reads(InputStream in, String beginning, Runnable cut)
      throws IOException {
    try (Alarm _ = Alarm.after(PATIENCE, cut)) {
      byte[] read = in.readNBytes(beginning.length());
      String said = new String(read, StandardCharsets.ISO_8859_1);
      return said.equals(beginning)
          ? Optional.empty()
          : Optional.of(said.isEmpty() ? "nothing comes" : "something else answers");
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** A connection that the machine makes for us. */
  private static final class Way extends DirectConnection implements AutoCloseable {
    Way(Connection connection, String host, int port) {
      super(connection, host, port);
    }

    void ask() throws IOException {
      trans.write(buildOpenReq());
    }

    boolean isThere(Duration patience) throws ConnectionException {
      return openEvent.tryAwait(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cut() {
      closeAllStreams();
    }

    /** Without waiting for the other side; one that was never opened ends with the connection. */
    @Override
    public void close() throws ConnectionException, TransportException {
      if (isOpen()) {
        sendClose();
      }
    }
  }

  /** A session that asks for the agent and for nothing else. */
  private static final class Asking extends SessionChannel {
    Asking(Connection connection) {
      super(connection);
    }

    boolean mayUseAgent() throws IOException {
      try {
        sendChannelRequest("auth-agent-req@openssh.com", true, new Buffer.PlainBuffer())
            .await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (ConnectionException e) {
        if (isOpen()) {
          return false;
        }
        throw e;
      }
    }
  }
}
