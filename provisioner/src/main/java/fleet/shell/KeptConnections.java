package fleet.shell;

import fleet.registry.Machine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections that outlive what they were opened for: a run in several phases logs in to each
 * machine once. The greeting of the first phase is that of all; one that could not be had is tried
 * again by the next phase.
 */
public final class KeptConnections implements Connector {
  private final Connector connector;
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /** Keeps what a connector opens, and closes it together with that. */
  public KeptConnections(Connector connector) {
    this.connector = connector;
  }

  private static final class Place {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable Connection open;
  }

  @Override
  public Connection open(Machine machine, String greeting) throws UnreachableException {
    Place place = places.computeIfAbsent(machine.name(), _ -> new Place());
    place.lock.lock();
    try {
      Connection open = place.open;
      if (open == null) {
        open = connector.open(machine, greeting);
        place.open = open;
      }
      // Whoever was lent it ends his work with it, and not the connection.
      return new Lent(open, () -> {});
    } finally {
      place.lock.unlock();
    }
  }

  @Override
  public Connection openFresh(Machine machine, String greeting) throws UnreachableException {
    return connector.openFresh(machine, greeting);
  }

  @Override
  public List<String> methods(Machine machine) throws UnreachableException {
    return connector.methods(machine);
  }

  @Override
  public void close() {
    for (Place place : places.values()) {
      Connection open = place.open;
      if (open != null) {
        open.close();
      }
    }
    connector.close();
  }
}
