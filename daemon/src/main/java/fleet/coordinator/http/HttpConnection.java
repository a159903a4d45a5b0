package fleet.coordinator.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection: its requests, one behind the other, each within its time. */
final class HttpConnection implements Runnable {
  private static final int MOST_DRAINED = 256 * 1024;

  private final Socket raw;
  private final Optional<SSLContext> tls;
  private final HttpLimits limits;
  private final HttpHandler handler;
  private final InstantSource clock;
  private final Deadline deadline;
  private volatile boolean idle;
  private volatile boolean last;

  HttpConnection(
      Socket raw,
      Optional<SSLContext> tls,
      HttpLimits limits,
      HttpHandler handler,
      InstantSource clock) {
    this.raw = raw;
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    this.clock = clock;
    this.deadline = new Deadline(limits.request());
  }

  InetAddress from() {
    return raw.getInetAddress();
  }

  /** Whether it waits for another request and nothing is lost with it. */
  boolean isIdle() {
    return idle;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Ends it whatever it does: the socket below TLS is closed, which waits for nobody. */
  void cut() {
    try {
      raw.close();
    } catch (IOException _) {
      // it was over before
    }
  }

  /** Ends it when it has answered what it was asked. */
  void finish() {
    last = true;
    if (idle) {
      cut();
    }
  }

  @Override
  public void run() {
    try (raw) {
      raw.setTcpNoDelay(true);
      Socket socket = tls.isPresent() ? encrypted(tls.get()) : raw;
      var in = new Inbound(socket, deadline);
      var out = new BufferedOutputStream(socket.getOutputStream(), 8 * 1024);
      boolean more = in.await();
      while (more && answer(in, out)) {
        deadline.in(limits.idle());
        idle = true;
        more = !last && in.await();
        idle = false;
        deadline.in(limits.request());
      }
      deadline.in(limits.request());
      socket.close();
    } catch (IOException _) {
      // the peer went away, was too slow, or speaks no TLS that is spoken here
    }
  }

  private Socket encrypted(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(raw, from().getHostAddress(), raw.getPort(), true);
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    socket.startHandshake();
    return socket;
  }

  /** Whether the connection may be used again. */
  private boolean answer(Inbound in, OutputStream out) throws IOException {
    Head head;
    try {
      head = Head.read(in, limits.headBytes());
    } catch (HttpRefusal refusal) {
      return close(handler.refuse(refusal, from()), in, out);
    } catch (SocketTimeoutException _) {
      var refusal =
          new HttpRefusal(408, "the head took longer than " + limits.request().toSeconds() + " s");
      return close(handler.refuse(refusal, from()), in, out);
    }
    var body = new RequestBody(head, in, out, deadline, limits);
    deadline.never();
    HttpAnswer answer =
        handler.handle(
            new HttpRequest(
                head.method(), head.path(), head.query(), head.headers(), from(), body));
    if (!body.isRead()) {
      return close(answer, in, out);
    }
    boolean again = head.keepAlive() && head.chunked() && !last;
    deadline.in(limits.answer());
    Answering.write(answer, clock.instant(), again, head.chunked(), out);
    return again;
  }

  /** Answers, and takes some of what is still coming, so that the peer gets to read the answer. */
  private boolean close(HttpAnswer answer, Inbound in, OutputStream out) throws IOException {
    deadline.in(limits.answer());
    Answering.write(answer, clock.instant(), false, false, out);
    raw.shutdownOutput();
    deadline.in(limits.request());
    byte[] ignored = new byte[4096];
    for (int drained = 0; drained < MOST_DRAINED; ) {
      int count = in.read(ignored, 0, ignored.length);
      if (count < 0) {
        break;
      }
      drained += count;
    }
    return false;
  }
}
