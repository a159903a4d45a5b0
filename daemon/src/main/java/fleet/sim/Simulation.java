package fleet.sim;

import fleet.sim.Weather.Change;
import fleet.sim.Weather.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run of a scenario, second by second. */
public final class Simulation {
  private static final int HOUR = 3600;
  private static final int LOOK_AT_DEATHS = 30;
  private static final int LOOK_AT_ALL = HOUR / 2;

  /** When all are looked at after each event of the weather, in seconds. */
  private static final int[] AFTER = {0, 1, 60, 300, 600, 1000, 1300, 1900, 2800};

  private final Scenario scenario;
  private final Consumer<Duration> progress;
  private final List<Event> weather;
  private final Machines machines;
  private final Desk desk;
  private final Checks checks;
  private final Agents agents;
  private final Lives lives;
  private final Histories histories;
  private final List<Histories.Line> told = new ArrayList<>();
  private final boolean[] looks;
  private long beats;
  private int restarts;
  private int cameBack = -HOUR;
  private int restartPeak;
  private int anyPeak;

  /**
   * A run to be made once.
   *
   * @param progress hears each simulated hour how far it is
   */
  public Simulation(Scenario scenario, Rules rules, Consumer<Duration> progress) {
    this.scenario = scenario;
    this.progress = progress;
    var random = new SplittableRandom(scenario.seed());
    weather = Weather.of(scenario, random.split());
    machines = new Machines(scenario, random.split());
    desk = new Desk(rules, machines, random.split());
    checks = new Checks(machines, desk);
    histories = new Histories(scenario.machines());
    agents = new Agents(scenario, rules, machines, desk, checks, histories, random.split());
    lives = new Lives(scenario, machines, agents, desk, checks, histories, random.split());
    looks = looks();
  }

  private boolean[] looks() {
    boolean[] seconds = new boolean[scenario.seconds()];
    for (int second = 0; second < seconds.length; second += LOOK_AT_ALL) {
      seconds[second] = true;
    }
    for (Event event : weather) {
      for (int after : AFTER) {
        if (ofCoordinator(event.change()) && event.second() + after < seconds.length) {
          seconds[event.second() + after] = true;
        }
      }
    }
    return seconds;
  }

  /** Lets it all happen. */
  public Figures run() {
    int event = 0;
    Optional<Figures.Offender> offender = Optional.empty();
    for (int second = 0; second < scenario.seconds(); second++) {
      for (; event < weather.size() && weather.get(event).second() == second; event++) {
        happen(weather.get(event).change(), second);
      }
      desk.tick(second);
      lives.go(second);
      count(agents.beats(second), second);
      if (desk.up()) {
        look(second);
      }
      if (offender.isEmpty()) {
        offender = checks.first().map(this::offender);
      }
      if (second % HOUR == 0) {
        progress.accept(Duration.ofSeconds(second));
      }
    }
    return new Figures(
        scenario,
        beats,
        lives.deaths(),
        restarts,
        checks.verdicts(),
        new Figures.Peaks(restartPeak, anyPeak),
        offender);
  }

  private void look(int second) {
    if (second % LOOK_AT_DEATHS == 0) {
      checks.deaths(second);
    }
    if (looks[second]) {
      checks.all(second);
    }
  }

  private void count(int arrived, int second) {
    beats += arrived;
    anyPeak = Math.max(anyPeak, arrived);
    if (second - cameBack < HOUR) {
      restartPeak = Math.max(restartPeak, arrived);
    }
  }

  private void happen(Change change, int second) {
    switch (change) {
      case Change.Down _ -> {
        desk.down();
        told.add(new Histories.Line(second, "the coordinator goes down"));
      }
      case Change.Up _ -> {
        if (desk.back()) {
          restarts++;
          cameBack = second;
          told.add(new Histories.Line(second, "the coordinator is back"));
        }
      }
      case Change.Clock(Duration by) -> {
        desk.jump(by);
        told.add(new Histories.Line(second, "the coordinator's clock is put by " + by));
      }
      case Change.Cut(int group) -> machines.cutGroup(group);
      case Change.Healed(int group) -> machines.healGroup(group, desk.upSeconds());
      case Change.Blackout(int group) -> lives.blackout(group, second);
      case Change.Power(int group) -> lives.power(group, second);
    }
  }

  private static boolean ofCoordinator(Change change) {
    return switch (change) {
      case Change.Down _, Change.Up _, Change.Clock _ -> true;
      case Change.Cut _, Change.Healed _, Change.Blackout _, Change.Power _ -> false;
    };
  }

  private Figures.Offender offender(Checks.Wrong wrong) {
    List<Histories.Line> own = histories.of(wrong.machine());
    int from = own.isEmpty() ? 0 : own.getFirst().second();
    List<Histories.Line> history =
        Stream.concat(own.stream(), told.stream().filter(line -> line.second() >= from))
            .sorted(Comparator.comparingInt(Histories.Line::second))
            .toList();
    String verdict = wrong.judged().verdict().word() + ": " + wrong.judged().why();
    return new Figures.Offender(wrong.kind(), wrong.machine(), wrong.second(), verdict, history);
  }
}
