package fleet.shell;

import fleet.registry.Machine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.net.SocketFactory;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthNone;
import org.jspecify.annotations.Nullable;

/** One login to one machine: reach it, check its host key, show a key of ours. */
final class Login {
  /** What a machine may send before we have read it: this much of a flood is still to come. */
  private static final int WINDOW = 512 << 10;

  private final Machine machine;
  private final Config config;
  private final HostKeyCheck check;
  private final Keys keys;
  private final SshOptions options;
  private final Optional<String> first;
  private final Optional<Consumer<List<String>>> offered;

  /**
   * A login that is still to be made.
   *
   * @param first a command that follows at once: it is asked for together with the login, which
   *     saves two round trips
   * @param offered hears how one may log in, which is asked for before
   */
  Login(
      Machine machine,
      Config config,
      HostKeyCheck check,
      Keys keys,
      SshOptions options,
      Optional<String> first,
      Optional<Consumer<List<String>>> offered) {
    this.first = first;
    this.offered = offered;
    this.machine = machine;
    this.config = config;
    this.check = check;
    this.keys = keys;
    this.options = options;
  }

  private interface Reach {
    void reach(SSHClient client) throws IOException;
  }

  SshCarrier direct() throws UnreachableException {
    Socket socket = new Socket();
    Runnable cut = () -> SshCarrier.close(socket);
    return login(
        cut,
        client -> {
          client.setSocketFactory(new Given(socket));
          client.connect(machine.address(), machine.port());
        });
  }

  SshCarrier through(SshCarrier jump) throws UnreachableException {
    Tunnel tunnel;
    try {
      tunnel = Tunnel.open(jump.client().getConnection(), machine.address(), machine.port());
    } catch (IOException e) {
      throw new UnreachableException(
          "%s: %s cannot reach %s port %d: %s"
              .formatted(machine.name(), jump.name(), machine.address(), machine.port(), why(e)),
          e,
          true);
    }
    return login(tunnel::drop, client -> client.connectVia(tunnel));
  }

  /**
   * On a platform thread: once a virtual one has waited for a socket, the JVM keeps a thread in
   * native code, and waits 0.3 s for it when the program ends.
   */
  private SshCarrier login(Runnable cut, Reach reach) throws UnreachableException {
    FutureTask<SshCarrier> login = new FutureTask<>(() -> attempt(cut, reach));
    Thread.ofPlatform().daemon().name("login").start(login);
    try {
      return login.get();
    } catch (InterruptedException e) {
      cut.run();
      Thread.currentThread().interrupt();
      throw new UnreachableException(machine.name() + ": interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UnreachableException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private SshCarrier attempt(Runnable cut, Reach reach) throws UnreachableException {
    AtomicBoolean late = new AtomicBoolean();
    SSHClient client = new SSHClient(config);
    client.addHostKeyVerifier(check);
    client.setConnectTimeout((int) options.connect().toMillis());
    client.setTimeout((int) options.login().toMillis());
    client.getTransport().setTimeoutMs((int) options.login().toMillis());
    client.getConnection().setWindowSize(WINDOW);
    client.getConnection().setTimeoutMs((int) options.limits().idle().toMillis());
    boolean in = false;
    try (Alarm _ =
        Alarm.after(
            options.login(),
            () -> {
              late.set(true);
              cut.run();
            })) {
      reach.reach(client);
      AtomicReference<@Nullable ExecChannel> begun = new AtomicReference<>();
      authenticate(client, begun);
      in = true;
      return new SshCarrier(machine.name(), machine.user(), client, cut, begun);
    } catch (IOException e) {
      String told = late.get() ? "no login within " + options.login().toSeconds() + " s" : why(e);
      throw new UnreachableException(
          check.refusal().orElse(machine.name() + ": " + told), e, isSilence(root(e)));
    } finally {
      if (!in) {
        cut.run();
      }
    }
  }

  private void authenticate(SSHClient client, AtomicReference<@Nullable ExecChannel> begun)
      throws IOException, UnreachableException {
    List<Signer> signers = keys.of(machine);
    KeyAuth.Behind behind =
        () -> {
          if (first.isPresent()) {
            begun.set(ExecChannel.begin(client.getConnection(), first.get()));
          }
        };
    PipelinedAuth auth = new PipelinedAuth(client.getTransport(), (Service) client.getConnection());
    if (offered.isPresent()) {
      offered.get().accept(methods(auth));
    }
    for (Signer signer : signers) {
      try {
        if (auth.tries(machine.user(), new KeyAuth(signer, signers.size() == 1, behind))) {
          return;
        }
      } catch (UserAuthException _) {
        // A machine that has seen enough keys hangs up: that is a refusal, too.
      }
    }
    throw new UnreachableException(
        "%s refuses our key%s (user %s, tried %s): it takes %s"
            .formatted(
                machine.name(),
                signers.size() == 1 ? "" : "s",
                machine.user(),
                signers.stream().map(Signer::origin).collect(Collectors.joining(", ")),
                String.join(", ", auth.getAllowedMethods())));
  }

  /** What comes of asking for no method at all, which costs no try. */
  private List<String> methods(PipelinedAuth auth) throws IOException {
    if (auth.tries(machine.user(), new AuthNone())) {
      throw new IOException("anybody may log in as " + machine.user() + ", without any key");
    }
    return List.copyOf(
        StreamSupport.stream(auth.getAllowedMethods().spliterator(), false).toList());
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean isSilence(Throwable root) {
    return root instanceof ConnectException
        || root instanceof NoRouteToHostException
        || root instanceof SocketTimeoutException
        || root instanceof UnknownHostException;
  }

  private String why(IOException e) {
    Throwable root = root(e);
    String place = machine.address() + " port " + machine.port();
    return switch (root) {
      case UnknownHostException _ -> "no such host: " + machine.address();
      case SocketTimeoutException _ -> "no answer from " + place;
      case ConnectException _ -> place + ": " + root.getMessage();
      default -> String.valueOf(root.getMessage());
    };
  }

  /** Hands out one socket, ours, so that it can be cut at any moment; small packets go at once. */
  private static final class Given extends SocketFactory {
    private final Socket socket;

    Given(Socket socket) {
      this.socket = socket;
    }

    @Override
    public Socket createSocket() throws IOException {
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
