package fleet.shell;

import fleet.registry.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import net.schmizz.sshj.Config;
import org.jspecify.annotations.Nullable;

/** Opens conversations over SSH; what all machines have in common is read and made once. */
public final class SshConnector implements Connector {
  /** Fewer than sshd takes before it drops connections at random (MaxStartups 10:30:100). */
  private static final int LOGINS_AT_ONCE = 8;

  private static final String SH = "/bin/sh";

  private final SshOptions options;
  private final Config config;
  private final KnownHosts known;
  private final Keys keys;
  private final Map<String, Jump> jumps = new HashMap<>();

  public SshConnector(SshOptions options) throws IOException {
    this.options = options;
    this.config = Algorithms.config();
    this.known = KnownHosts.read(options.knownHosts(), options.ownKnownHosts());
    this.keys = new Keys(options.home(), options.secrets(), options.agent().map(Agent::new));
  }

  @Override
  public Connection open(Machine machine, String greeting) throws UnreachableException {
    return open(machine, greeting, jumps);
  }

  /** Through jump machines that are logged in to anew, too, and left with it. */
  @Override
  public Connection openFresh(Machine machine, String greeting) throws UnreachableException {
    Map<String, Jump> own = new HashMap<>();
    boolean begun = false;
    try {
      Connection connection = open(machine, greeting, own);
      begun = true;
      return new Lent(
          connection,
          () -> {
            connection.close();
            own.values().forEach(Jump::close);
          });
    } finally {
      if (!begun) {
        own.values().forEach(Jump::close);
      }
    }
  }

  @Override
  public List<String> methods(Machine machine) throws UnreachableException {
    List<String> methods = new ArrayList<>();
    Map<String, Jump> own = new HashMap<>();
    try {
      login(machine, new HashSet<>(), Optional.empty(), own, Optional.of(methods::addAll)).close();
      return methods;
    } finally {
      own.values().forEach(Jump::close);
    }
  }

  private Connection open(Machine machine, String greeting, Map<String, Jump> ways)
      throws UnreachableException {
    Optional<String> first = Optional.of(Framing.command("", SH, ""));
    SshCarrier carrier = login(machine, new HashSet<>(), first, ways, Optional.empty());
    boolean begun = false;
    try {
      Connection connection =
          new FramedConnection(carrier, options.limits(), options.secrets(), SH, greeting);
      begun = true;
      return connection;
    } finally {
      if (!begun) {
        carrier.close();
      }
    }
  }

  private SshCarrier login(
      Machine machine,
      Set<String> chain,
      Optional<String> first,
      Map<String, Jump> ways,
      Optional<Consumer<List<String>>> offered)
      throws UnreachableException {
    Login login =
        new Login(
            machine,
            config,
            new HostKeyCheck(machine, known, options.acceptNew()),
            keys,
            options,
            first,
            offered);
    if (machine.jump().isEmpty()) {
      return login.direct();
    }
    String name = machine.jump().get();
    if (!chain.add(machine.name()) || chain.contains(name)) {
      throw new UnreachableException(machine.name() + ": its jump machines lead in a circle");
    }
    Jump jump;
    synchronized (ways) {
      jump = ways.computeIfAbsent(name, _ -> new Jump());
    }
    SshCarrier through = jump.carrier(machine, name, chain, ways);
    try {
      jump.gate.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(machine.name() + ": interrupted", e);
    }
    try {
      return login.through(through);
    } finally {
      jump.gate.release();
    }
  }

  /** One connection to a jump machine, for all that is behind it. */
  private final class Jump {
    private final Semaphore gate = new Semaphore(LOGINS_AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SshCarrier carrier;

    SshCarrier carrier(Machine behind, String name, Set<String> chain, Map<String, Jump> ways)
        throws UnreachableException {
      lock.lock();
      try {
        SshCarrier open = carrier;
        if (open == null || !open.client().isConnected()) {
          Machine machine =
              options
                  .machines()
                  .apply(name)
                  .orElseThrow(
                      () ->
                          new UnreachableException(
                              behind.name()
                                  + ": its jump machine "
                                  + name
                                  + " is not in the registry"));
          open = login(machine, chain, Optional.empty(), ways, Optional.empty());
          carrier = open;
        }
        return open;
      } catch (UnreachableException e) {
        throw new UnreachableException(
            behind.name() + " is behind " + name + ": " + e.getMessage(), e);
      } finally {
        lock.unlock();
      }
    }

    void close() {
      SshCarrier open = carrier;
      if (open != null) {
        open.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (jumps) {
      jumps.values().forEach(Jump::close);
      jumps.clear();
    }
  }
}
