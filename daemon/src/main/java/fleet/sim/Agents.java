package fleet.sim;

import fleet.agent.Pace;
import fleet.sim.Histories.What;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What the agents do: they beat when they were told to, and try again at their own pace. */
final class Agents {
  /** How long an agent waits at most for an answer that does not come. */
  private static final int PATIENCE = 30;

  private final Machines machines;
  private final Desk desk;
  private final Checks checks;
  private final Histories histories;
  private final Rules rules;
  private final double loss;
  private final RandomGenerator random;
  private final Wheel wheel;
  private final byte[] failures;
  private final short[] interval;
  private final int[] rest;
  private int arrived;

  Agents(
      Scenario scenario,
      Rules rules,
      Machines machines,
      Desk desk,
      Checks checks,
      Histories histories,
      RandomGenerator random) {
    this.rules = rules;
    this.machines = machines;
    this.desk = desk;
    this.checks = checks;
    this.histories = histories;
    this.loss = scenario.faults().loss();
    this.random = random;
    wheel = new Wheel(machines.total(), scenario.seconds());
    failures = new byte[machines.total()];
    interval = new short[machines.total()];
    rest = new int[machines.total()];
    Arrays.fill(interval, (short) Pace.USUAL.toSeconds());
  }

  void start(int machine, int second) {
    histories.add(machine, second, What.STARTED);
    failures[machine] = 0;
    interval[machine] = (short) Pace.USUAL.toSeconds();
    again(machine, second, Pace.first(random));
  }

  void stop(int machine) {
    wheel.remove(machine);
  }

  /** Its timers stand still while it sleeps. */
  void sleep(int machine, int second) {
    rest[machine] = Math.max(0, wheel.due(machine) - second);
    wheel.remove(machine);
  }

  void wake(int machine, int second) {
    again(machine, second, Duration.ofSeconds(rest[machine]));
  }

  /** All that are due beat; how many beats arrive. */
  int beats(int second) {
    int before = arrived;
    wheel.take(second, machine -> beat(machine, second));
    return arrived - before;
  }

  private void beat(int machine, int second) {
    if (machines.cut(machine)) {
      failed(machine, second, What.CUT, random.nextInt(PATIENCE));
    } else if (!desk.up()) {
      failed(machine, second, What.AWAY, 0);
    } else if (random.nextDouble() < loss) {
      checks.lost(machine);
      failed(machine, second, What.LOST, PATIENCE);
    } else {
      arrived++;
      checks.beforeBeat(machine, second);
      Duration next = desk.hear(machine);
      if (random.nextDouble() < loss) {
        failed(machine, second, What.UNANSWERED, PATIENCE);
      } else {
        histories.add(machine, second, What.HEARD);
        failures[machine] = 0;
        interval[machine] = (short) Pace.bounded(next).toSeconds();
        again(machine, second, Pace.bounded(next));
      }
    }
  }

  private void failed(int machine, int second, What what, int patience) {
    histories.add(machine, second, what);
    failures[machine] = (byte) Math.min(failures[machine] + 1, Byte.MAX_VALUE);
    Duration told = Duration.ofSeconds(interval[machine]);
    again(machine, second + patience, rules.away().away(failures[machine], told, random));
  }

  private void again(int machine, int second, Duration in) {
    wheel.put(machine, second + Math.max(1, (in.toMillis() + 999) / 1000));
  }
}
