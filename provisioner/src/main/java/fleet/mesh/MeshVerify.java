package fleet.mesh;

import fleet.converge.FleetRun;
import fleet.converge.Watcher;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Lets every machine test its own pairs, all machines at a time, each in the order of the schedule.
 *
 * @param parallel how many machines at a time
 */
public record MeshVerify(
    Connector connector, int parallel, RandomGenerator random, Progress progress) {
  private static final Watcher NOBODY = new Watcher() {};

  /**
   * Tests pairs, and then hops over those that are well.
   *
   * @param percent of the pairs; absent for all
   */
  public Matrix of(List<Machine> machines, OptionalInt percent, boolean hops)
      throws InterruptedException {
    Instant begun = Instant.now();
    List<String> names = machines.stream().map(Machine::name).toList();
    List<Route> pairs = pairs(names);
    if (percent.isPresent()) {
      Set<Route> chosen = Sample.of(names, percent.getAsInt(), random.nextLong());
      pairs = pairs.stream().filter(chosen::contains).toList();
    }
    Sources direct = run("pairs", machines, pairs);
    Map<String, String> lost = new HashMap<>(direct.lost());
    Map<Route, Tested> known = direct.tested();
    Optional<List<Tested>> beyond = Optional.empty();
    if (hops) {
      List<Route> ways = hops(names, known.keySet());
      Map<Route, Tested> all = new HashMap<>(broken(ways, known));
      Sources far =
          run("hops", machines, ways.stream().filter(way -> !all.containsKey(way)).toList());
      lost.putAll(far.lost());
      all.putAll(far.tested());
      beyond = Optional.of(sorted(names, all));
    }
    return new Matrix(begun, names, lost, sorted(names, known), beyond);
  }

  /**
   * Lets some machines test their ways to all.
   *
   * @param lost the machines that are known not to answer us, and why
   */
  public Matrix from(List<Machine> sources, List<Machine> all, Map<String, String> lost)
      throws InterruptedException {
    Instant begun = Instant.now();
    List<String> names = all.stream().map(Machine::name).toList();
    Set<String> asked = sources.stream().map(Machine::name).collect(Collectors.toSet());
    List<Route> pairs = pairs(names).stream().filter(pair -> asked.contains(pair.from())).toList();
    Sources direct = run("pairs", sources, pairs);
    Map<String, String> away = new HashMap<>(lost);
    away.putAll(direct.lost());
    return new Matrix(begun, names, away, sorted(names, direct.tested()), Optional.empty());
  }

  /** Lets one machine test its way to others, of which it need not be one. */
  public List<Tested> from(Machine source, List<Machine> targets) throws InterruptedException {
    List<Route> routes =
        targets.stream().map(target -> Route.of(source.name(), target.name())).toList();
    Map<Route, Tested> tested = run("pairs", List.of(source), routes).tested();
    return routes.stream().map(tested::get).toList();
  }

  private Sources run(String what, List<Machine> machines, List<Route> routes)
      throws InterruptedException {
    Sources sources =
        new Sources(routes, random, (done) -> progress.tested(what, done, routes.size()));
    List<Machine> asked = machines.stream().filter(sources::concerns).toList();
    var _ = new FleetRun(sources, parallel, 0, 100, NOBODY).on(asked, connector);
    return sources;
  }

  /** All pairs; those of each source in the order of the rounds. */
  static List<Route> pairs(List<String> names) {
    Schedule schedule = new Schedule(names.size());
    List<Route> pairs = new ArrayList<>();
    for (int from = 0; from < names.size(); from++) {
      for (int to : schedule.partners(from)) {
        pairs.add(Route.of(names.get(from), names.get(to)));
      }
    }
    return pairs;
  }

  /** A hop over each of the pairs. */
  static List<Route> hops(List<String> names, Set<Route> pairs) {
    Schedule schedule = new Schedule(names.size());
    List<Route> hops = new ArrayList<>();
    for (int from = 0; from < names.size(); from++) {
      for (int via : schedule.partners(from)) {
        if (pairs.contains(Route.of(names.get(from), names.get(via)))) {
          String to = names.get(schedule.beyond(from, via));
          hops.add(Route.of(names.get(from), names.get(via), to));
        }
      }
    }
    return hops;
  }

  /**
   * Hops that need no test: their source could not be asked, or one of their pairs is known to be
   * broken; to try that again would be a second failed login.
   */
  private static Map<Route, Tested> broken(List<Route> hops, Map<Route, Tested> pairs) {
    Map<Route, Tested> broken = new HashMap<>();
    for (Route hop : hops) {
      for (int leg = hop.logins().size(); leg > 0; leg--) {
        Tested pair = pairs.get(hop.leg(leg));
        if (pair != null && !pair.ok() && (leg == 1 || pair.leg().isPresent())) {
          Optional<Integer> where = pair.leg().isPresent() ? Optional.of(leg) : Optional.empty();
          broken.put(hop, new Tested(hop, pair.finding(), where, Optional.empty()));
        }
      }
    }
    return broken;
  }

  private static List<Tested> sorted(List<String> names, Map<Route, Tested> tested) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    Comparator<Tested> order = Comparator.comparing(t -> places.get(t.route().from()));
    return tested.values().stream()
        .sorted(order.thenComparing(t -> places.get(t.route().machines().get(1))))
        .toList();
  }
}
