package fleet.shell;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * Login with a key (RFC 4252, section 7). A key that is the only one is sent signed at once, which
 * saves a round trip; of several, each is offered first, so that only the right one has to sign.
 */
final class KeyAuth extends AbstractAuthMethod {
  private final Signer signer;
  private final boolean only;
  private final Behind behind;

  /** What is sent behind the only key, for a machine that will take it. */
  interface Behind {
    void send() throws TransportException;
  }

  KeyAuth(Signer signer, boolean only, Behind behind) {
    super("publickey");
    this.signer = signer;
    this.only = only;
    this.behind = behind;
  }

  @Override
  public void request() throws UserAuthException, TransportException {
    super.request();
    if (only) {
      behind.send();
    }
  }

  @Override
  protected SSHPacket buildReq() throws UserAuthException {
    return only ? signed() : request(false);
  }

  @Override
  public void handle(Message message, SSHPacket packet)
      throws UserAuthException, TransportException {
    if (message == Message.USERAUTH_60) {
      params.getTransport().write(signed());
    } else {
      super.handle(message, packet);
    }
  }

  private SSHPacket request(boolean signed) throws UserAuthException {
    return super.buildReq()
        .putBoolean(signed)
        .putString(signer.algorithm())
        .putString(signer.blob());
  }

  private SSHPacket signed() throws UserAuthException {
    SSHPacket request = request(true);
    byte[] data =
        new Buffer.PlainBuffer()
            .putString(params.getTransport().getSessionID())
            .putBuffer(request)
            .getCompactData();
    try {
      return request.putString(signer.sign(data));
    } catch (IOException e) {
      throw new UserAuthException("cannot sign with " + signer.origin() + ": " + e.getMessage(), e);
    }
  }
}
