package fleet.converge.guard;

import fleet.registry.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** How a run guards its risky changes. */
public final class Guarding {
  /** How long a machine waits where nobody says otherwise. */
  public static final Duration WINDOW = Duration.ofSeconds(90);

  private final Duration window;
  private final List<Machine> machines;
  private final Map<String, Lock> turns = new ConcurrentHashMap<>();

  /**
   * For one run.
   *
   * @param window how long a machine waits to be confirmed before it takes a change back
   * @param machines all of the fleet, to know what is behind a machine
   */
  public Guarding(Duration window, List<Machine> machines) {
    this.window = window;
    this.machines = List.copyOf(machines);
  }

  /** The usual window, and nothing behind any machine. */
  public static Guarding standard() {
    return new Guarding(WINDOW, List.of());
  }

  public Duration window() {
    return window;
  }

  public List<Machine> machines() {
    return machines;
  }

  /** Machines behind the same jump machine, and itself, are changed in turn: all are its proof. */
  public Lock turn(Machine machine) {
    return turns.computeIfAbsent(gate(machine, machines.size()), _ -> new ReentrantLock());
  }

  private String gate(Machine machine, int most) {
    Optional<Machine> jump =
        machines.stream().filter(m -> machine.jump().equals(Optional.of(m.name()))).findFirst();
    return jump.isPresent() && most > 0 ? gate(jump.get(), most - 1) : machine.name();
  }
}
