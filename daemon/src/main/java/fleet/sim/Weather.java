package fleet.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** All that will happen to the coordinator and to groups of machines, in order. */
final class Weather {
  private static final int DAY = 24 * 3600;

  /** Something happens at a second of the run. */
  record Event(int second, Change change) {}

  /** What happens. */
  sealed interface Change {
    record Down() implements Change {}

    record Up() implements Change {}

    record Clock(Duration by) implements Change {}

    record Cut(int group) implements Change {}

    record Healed(int group) implements Change {}

    record Blackout(int group) implements Change {}

    record Power(int group) implements Change {}
  }

  private final Scenario scenario;
  private final RandomGenerator random;
  private final List<Event> events = new ArrayList<>();

  private Weather(Scenario scenario, RandomGenerator random) {
    this.scenario = scenario;
    this.random = random;
  }

  static List<Event> of(Scenario scenario, RandomGenerator random) {
    return new Weather(scenario, random).all();
  }

  private List<Event> all() {
    for (Scenario.Outage outage : scenario.outages()) {
      between(
          outage.from().toSeconds(),
          outage.length().toSeconds(),
          new Change.Down(),
          new Change.Up());
    }
    for (Scenario.Jump jump : scenario.jumps()) {
      add(jump.at().toSeconds(), new Change.Clock(jump.by()));
    }
    Scenario.Faults faults = scenario.faults();
    for (int day = 0; day < scenario.days(); day++) {
      between(moment(day), random.nextInt(5, 300), new Change.Down(), new Change.Up());
      for (int i = 0; i < faults.cuts(); i++) {
        int group = random.nextInt(faults.groups());
        int length = random.nextInt(60, 5 * 3600);
        between(moment(day), length, new Change.Cut(group), new Change.Healed(group));
      }
      for (int i = 0; i < faults.blackouts(); i++) {
        int group = random.nextInt(faults.groups());
        int length = random.nextInt(120, 3 * 3600);
        between(moment(day), length, new Change.Blackout(group), new Change.Power(group));
      }
    }
    events.sort(Comparator.comparingInt(Event::second));
    return List.copyOf(events);
  }

  private long moment(int day) {
    return (long) day * DAY + random.nextInt(DAY);
  }

  private void between(long from, long length, Change begin, Change end) {
    add(from, begin);
    add(from + length, end);
  }

  private void add(long second, Change change) {
    if (second < scenario.seconds()) {
      events.add(new Event((int) second, change));
    }
  }
}
