package fleet.health;

import fleet.registry.Machine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Goes up the ladder for machines that are silent; asks this computer's Tailscale at most once. */
public final class Ladder {
  private final Duration limit;
  private final FutureTask<Optional<Tailnet>> tailnet;

  /**
   * A ladder for one look at the fleet.
   *
   * @param limit how long a knock may take
   * @param environment in which the operator's programs are found
   */
  public Ladder(Duration limit, Map<String, String> environment) {
    this.limit = limit;
    this.tailnet = new FutureTask<>(() -> Tailnet.here(environment));
  }

  Sign climb(Machine machine) throws InterruptedException {
    if (machine.jump().isPresent()) {
      return Sign.behind(machine.jump().get());
    }
    Knock first = Knock.at(machine.address(), machine.port(), limit);
    if (!(first instanceof Knock.Nothing)) {
      return Sign.of(machine, first, Optional.empty(), Optional.empty());
    }
    Optional<Knock> lan = machine.lan().map(other -> Knock.at(other, machine.port(), limit));
    return Sign.of(machine, first, lan, tailnet());
  }

  private Optional<Tailnet> tailnet() throws InterruptedException {
    tailnet.run();
    try {
      return tailnet.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
