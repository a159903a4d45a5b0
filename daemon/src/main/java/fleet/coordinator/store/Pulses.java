package fleet.coordinator.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where all machines' beats have come to. */
interface Pulses {
  /** Of these machines, which no other coordinator changes before the transaction's end. */
  Map<Long, Pulse> hold(Session session, Collection<Long> machines);

  void put(Session session, Collection<Pulse> changed);

  Optional<Pulse> of(Session session, long machine);

  void each(Session session, Consumer<Pulse> use);
}
