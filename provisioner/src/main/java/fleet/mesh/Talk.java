package fleet.mesh;

import fleet.shell.Answer;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The tests of one source, in one conversation with it. */
final class Talk {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** A drop is over at once; a penalty lasts at least 15 s. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(20));

  private final Shell shell;
  private final String word;
  private final IntConsumer progress;
  private final Map<Route, Tested> tested = new LinkedHashMap<>();
  private Optional<String> lost = Optional.empty();

  /**
   * A talk that has not begun.
   *
   * @param word what machines that are reached say
   * @param progress hears how many routes were tested so far
   */
  Talk(Shell shell, String word, IntConsumer progress) {
    this.shell = shell;
    this.word = word;
    this.progress = progress;
  }

  /** Tests routes in their order, and those that were throttled again, later. */
  List<Tested> about(List<Route> routes) throws InterruptedException {
    try {
      ask(routes, false);
      for (Duration pause : PAUSES) {
        List<Route> again = routes.stream().filter(this::throttled).toList();
        if (again.isEmpty()) {
          break;
        }
        Thread.sleep(pause);
        ask(again, true);
      }
    } catch (UnreachableException e) {
      lost = Optional.of(e.why());
      routes.forEach(
          route -> tested.putIfAbsent(route, Tested.not(route, "not tested: " + e.why())));
    }
    return List.copyOf(tested.values());
  }

  /** Why the conversation broke off, if it did. */
  Optional<String> lost() {
    return lost;
  }

  private boolean throttled(Route route) {
    Tested known = tested.get(route);
    return known != null && known.finding().outcome() == Reach.THROTTLED;
  }

  private void ask(List<Route> routes, boolean telling) throws UnreachableException {
    Probe probe = new Probe(word, telling);
    List<Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      fragments.add(new Fragment("route." + i, probe.script(routes.get(i)), LIMIT, true));
    }
    Map<String, String> heard = new HashMap<>();
    try {
      List<Answer> answers =
          shell.run(
              fragments,
              (id, line) -> {
                heard.merge(id, line + "\n", String::concat);
                progress.accept(Integer.parseInt(id.substring(id.indexOf('.') + 1)) + 1);
              });
      for (int i = 0; i < routes.size(); i++) {
        tested.put(routes.get(i), read(probe, routes.get(i), answers.get(i)));
      }
    } catch (UnreachableException e) {
      for (int i = 0; i < routes.size(); i++) {
        Route route = routes.get(i);
        if (probe.arrives(heard.getOrDefault("route." + i, ""), route)) {
          tested.put(route, new Tested(route, Finding.OK, Optional.empty(), Optional.empty()));
        }
      }
      throw e;
    }
  }

  private static Tested read(Probe probe, Route route, Answer answer) {
    Optional<Duration> took = Optional.of(answer.took());
    if (probe.arrives(answer.out(), route)) {
      return new Tested(route, Finding.OK, Optional.empty(), took);
    }
    Finding finding = Diagnosis.of(answer.status(), answer.out(), answer.err(), answer.timedOut());
    int leg = probe.reached(answer.out(), route) + 1;
    return new Tested(route, finding, Optional.of(leg), took);
  }
}
