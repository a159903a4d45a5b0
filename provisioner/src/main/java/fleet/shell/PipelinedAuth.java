package fleet.shell;

import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.UserAuthImpl;
import net.schmizz.sshj.userauth.method.AuthMethod;
import org.jspecify.annotations.Nullable;

/**
 * Logs in without waiting for the machine to say that one may (RFC 4252 lets it come later): one
 * round trip less. The library's own request waits, so it does that on a thread of its own, and the
 * login follows as soon as the request is on its way. The answers come in the same order.
 */
final class PipelinedAuth extends UserAuthImpl {
  private final Service next;
  private boolean requested;
  private volatile @Nullable TransportException refused;
  private volatile boolean in;

  PipelinedAuth(Transport transport, Service next) {
    super(transport);
    this.next = next;
  }

  /** Whether the machine takes this; it has to be asked once for each method. */
  boolean tries(String user, AuthMethod method) throws UserAuthException, TransportException {
    if (!requested) {
      requested = true;
      ask();
    }
    return authenticate(user, next, method, trans.getTimeoutMs());
  }

  /** The library asks no second time where the service is set. */
  private void ask() throws TransportException {
    trans.setService(this);
    Thread thread = Thread.ofPlatform().daemon().name("service").start(this::await);
    awaitSent(thread);
    TransportException why = refused;
    if (why != null) {
      throw why;
    }
  }

  /**
   * Once in, all goes to the connection: the thread that asked makes this the service when it wakes
   * up, which may be after the connection became it.
   */
  @Override
  public void handle(Message message, SSHPacket packet) throws SSHException {
    if (in) {
      next.handle(message, packet);
    } else {
      super.handle(message, packet);
      in = message == Message.USERAUTH_SUCCESS;
    }
  }

  @Override
  public void notifyError(SSHException error) {
    if (in) {
      next.notifyError(error);
    } else {
      super.notifyError(error);
    }
  }

  @Override
  public void notifyUnimplemented(long sequence) throws SSHException {
    if (in) {
      next.notifyUnimplemented(sequence);
    } else {
      super.notifyUnimplemented(sequence);
    }
  }

  private void await() {
    try {
      trans.reqService(this);
    } catch (TransportException e) {
      refused = e;
    }
  }

  /**
   * The request is written before its answer is waited for, which is all that waits with a limit.
   */
  private static void awaitSent(Thread thread) throws TransportException {
    Thread.State state = thread.getState();
    while (state != Thread.State.TIMED_WAITING && state != Thread.State.TERMINATED) {
      pause();
      state = thread.getState();
    }
  }

  private static void pause() throws TransportException {
    try {
      Thread.sleep(0, 100_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted", e);
    }
  }
}
