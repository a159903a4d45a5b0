package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;

/**
 * A session channel that waits for nothing it need not wait for: a command's first input follows
 * the request for the command at once, and closing does not wait for the command to end. It keeps
 * its own account of the window, since sshj's goes wrong when both streams flood at once.
 */
final class ExecChannel extends SessionChannel implements Pipes {
  /** Servers that number the channels of a connection from 0 on. */
  private static final String COUNTS = "OpenSSH";

  private static final int FIRST = 0;

  private final String command;
  private boolean foreseen;
  private final Inbox out = new Inbox(this::consumed);
  private final Inbox err = new Inbox(this::consumed);
  private final long window;
  private final AtomicLong open;
  private final AtomicLong owed = new AtomicLong();

  private ExecChannel(Connection connection, String command) {
    super(connection, UTF_8);
    this.command = command;
    window = getLocalWinSize();
    open = new AtomicLong(window);
  }

  /** Opens the channel and asks for the command; a refusal shows as the end of the streams. */
  static ExecChannel start(Connection connection, String command) throws IOException {
    ExecChannel channel = new ExecChannel(connection, command);
    channel.open();
    channel.exec();
    return channel;
  }

  /**
   * The same for the first channel of a connection, without waiting for what the machine calls it
   * where that is known before.
   */
  static ExecChannel begin(Connection connection, String command) throws TransportException {
    ExecChannel channel = new ExecChannel(connection, command);
    channel.trans.write(channel.buildOpenReq());
    channel.foreseen = channel.trans.getServerVersion().startsWith(COUNTS);
    if (channel.foreseen) {
      channel.exec();
    }
    return channel;
  }

  /** Waits for the channel of which we have heard nothing yet. */
  ExecChannel begun() throws IOException {
    openEvent.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
    if (!foreseen) {
      exec();
    } else if (getRecipient() != FIRST) {
      throw new ConnectionException("the machine numbers its first channel " + getRecipient());
    }
    return this;
  }

  /** Until the machine has named the channel, its name here is {@link #FIRST}. */
  private void exec() throws TransportException {
    sendChannelRequest("exec", false, new Buffer.PlainBuffer().putString(command));
  }

  boolean isFor(String other) {
    return command.equals(other);
  }

  @Override
  public OutputStream in() {
    return getOutputStream();
  }

  @Override
  public InputStream out() {
    return out;
  }

  @Override
  public InputStream err() {
    return err;
  }

  @Override
  protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
    byte[] chunk;
    try {
      chunk = packet.readBytes();
    } catch (Buffer.BufferException e) {
      throw new ConnectionException(e);
    }
    if (open.addAndGet(-chunk.length) < 0) {
      throw new ConnectionException("the machine sends more than its window");
    }
    (stream == getErrorStream() ? err : out).put(chunk);
  }

  private void consumed(int bytes) throws IOException {
    if (owed.addAndGet(bytes) >= window / 2 && isOpen()) {
      long more = owed.getAndSet(0);
      open.addAndGet(more);
      trans.write(newBuffer(Message.CHANNEL_WINDOW_ADJUST).putUInt32(more));
    }
  }

  @Override
  protected void eofInputStreams() {
    out.end(null);
    err.end(null);
    super.eofInputStreams();
  }

  @Override
  protected void closeAllStreams() {
    out.end(null);
    err.end(null);
    super.closeAllStreams();
  }

  @Override
  public void notifyError(SSHException error) {
    out.end(error);
    err.end(error);
    super.notifyError(error);
  }

  @Override
  public void close() {
    out.close();
    err.close();
    try {
      if (isOpen()) {
        sendClose();
      }
    } catch (IOException e) {
      // The connection is gone, and the channel with it.
    }
  }
}
