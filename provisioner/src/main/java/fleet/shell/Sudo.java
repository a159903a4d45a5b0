package fleet.shell;

import java.io.IOException;
import java.util.Arrays;

/** Starts shells as root, or from there as somebody else, on one machine. */
final class Sudo {
  private final Carrier carrier;
  private final String program;
  private final Secrets secrets;
  private final Limits limits;
  private volatile boolean password;

  /**
   * Without a password until {@link #usePassword()}.
   *
   * @param program where sudo is on the machine; empty when we are root already
   */
  Sudo(Carrier carrier, String program, Secrets secrets, Limits limits) {
    this.carrier = carrier;
    this.program = program;
    this.secrets = secrets;
    this.limits = limits;
  }

  void usePassword() {
    password = true;
  }

  boolean usesPassword() {
    return password;
  }

  /**
   * Starts a conversation's shell.
   *
   * @param onward words that lead from root to the shell; empty, or ending in a space
   */
  Pipes start(String onward, String sh) throws IOException, BlockedException {
    if (program.isEmpty()) {
      return carrier.start(Framing.command(onward, sh, ""));
    }
    String sudo = "env LC_ALL=C " + Quote.sh(program);
    return password
        ? withPassword(sudo, onward, sh)
        : carrier.start(Framing.command(sudo + " -n -H " + onward, sh, ""));
  }

  private Pipes withPassword(String sudo, String onward, String sh)
      throws IOException, BlockedException {
    byte[] secret =
        secrets
            .sudo(carrier.user())
            .orElseThrow(
                () ->
                    blocked(
                        "sudo wants a password and there is nobody to ask: run it on a terminal"));
    String prompt = FramedShell.nonce();
    String ready = FramedShell.nonce();
    Pipes pipes =
        carrier.start(Framing.command(sudo + " -S -p " + prompt + " -H " + onward, sh, ready));
    try (Alarm _ = Alarm.after(limits.idle(), pipes::close)) {
      Handshake handshake = new Handshake(pipes, prompt, ready, secret);
      if (!handshake.ready(carrier.threads())) {
        pipes.close();
        throw blocked(handshake.why());
      }
      return pipes;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  BlockedException blocked(String why) {
    return new BlockedException(
        "no sudo for " + carrier.user() + " on " + carrier.name() + ": " + why);
  }
}
