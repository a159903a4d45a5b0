package fleet.mesh;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.Text;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Every source tests its routes; what comes of them is kept here. */
final class Sources implements Work {
  private final Map<String, List<Route>> routes;
  private final String word;
  private final IntConsumer progress;
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final Map<Route, Tested> tested = new ConcurrentHashMap<>();
  private final Map<String, String> lost = new ConcurrentHashMap<>();

  Sources(List<Route> routes, RandomGenerator random, IntConsumer progress) {
    this.routes =
        routes.stream()
            .collect(Collectors.groupingBy(Route::from, LinkedHashMap::new, Collectors.toList()));
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    this.word = HexFormat.of().formatHex(bytes);
    this.progress = progress;
  }

  boolean concerns(Machine machine) {
    return routes.containsKey(machine.name());
  }

  Map<Route, Tested> tested() {
    return tested;
  }

  /** The sources that could not be asked, or not to the end. */
  Map<String, String> lost() {
    return lost;
  }

  @Override
  public MachineResult on(Machine machine, Connector connector, Watcher watcher) {
    String name = machine.name();
    List<Route> mine = routes.getOrDefault(name, List.of());
    try (Connection connection = connector.open(machine, ":")) {
      Talk talk = new Talk(connection.shell(Account.USER), word, soFar -> count(name, soFar));
      keep(talk.about(mine));
      talk.lost().ifPresent(why -> lost.put(name, why));
    } catch (UnreachableException | BlockedException e) {
      String why = Text.without(name + ": ", String.valueOf(e.getMessage()));
      keep(mine.stream().map(route -> Tested.not(route, why)).toList());
      lost.put(name, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keep(mine.stream().map(route -> Tested.not(route, "interrupted")).toList());
    }
    count(name, mine.size());
    String why = lost.get(name);
    return MachineResult.without(
        name, why == null ? new Outcome.Unchanged("") : new Outcome.Unreachable(why));
  }

  private void keep(List<Tested> results) {
    results.forEach(result -> tested.put(result.route(), result));
  }

  private void count(String name, int soFar) {
    done.merge(name, soFar, Math::max);
    progress.accept(done.values().stream().mapToInt(Integer::intValue).sum());
  }
}
