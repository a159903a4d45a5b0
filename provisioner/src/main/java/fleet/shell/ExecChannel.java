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
  private final Inbox out = new Inbox(this::consumed);
  private final Inbox err = new Inbox(this::consumed);
  private final long window;
  private final AtomicLong open;
  private final AtomicLong owed = new AtomicLong();

  private ExecChannel(Connection connection) {
    super(connection, UTF_8);
    window = getLocalWinSize();
    open = new AtomicLong(window);
  }

  /** Asks for a channel, and does not wait for it. */
  static ExecChannel ask(Connection connection) throws TransportException {
    ExecChannel channel = new ExecChannel(connection);
    channel.trans.write(channel.buildOpenReq());
    return channel;
  }

  /** Asks for the command once the channel is there; a refusal shows as the end of the streams. */
  ExecChannel start(String command) throws IOException {
    openEvent.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
    sendChannelRequest("exec", false, new Buffer.PlainBuffer().putString(command));
    return this;
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
