package fleet.sim;

import fleet.sim.Histories.What;
import fleet.sim.Machines.State;
import java.util.random.RandomGenerator;

/** When machines are installed, die, come back, fall asleep and wake up. */
final class Lives {
  private static final int DAY = 24 * 3600;
  private static final int HOUR = 3600;
  private static final double NAPS = 2;

  private final Machines machines;
  private final Agents agents;
  private final Desk desk;
  private final Checks checks;
  private final Histories histories;
  private final Scenario.Faults faults;
  private final RandomGenerator random;
  private final Wheel wheel;
  private int deaths;

  Lives(
      Scenario scenario,
      Machines machines,
      Agents agents,
      Desk desk,
      Checks checks,
      Histories histories,
      RandomGenerator random) {
    this.machines = machines;
    this.agents = agents;
    this.desk = desk;
    this.checks = checks;
    this.histories = histories;
    this.faults = scenario.faults();
    this.random = random;
    wheel = new Wheel(machines.total(), scenario.seconds());
    for (int machine = 0; machine < machines.total(); machine++) {
      wheel.put(machine, random.nextInt(HOUR));
    }
  }

  int deaths() {
    return deaths;
  }

  void go(int second) {
    wheel.take(second, machine -> next(machine, second));
  }

  private void next(int machine, int second) {
    switch (machines.state(machine)) {
      case UNBORN, DEAD -> start(machine, second);
      case ASLEEP -> wake(machine, second);
      case ALIVE -> {
        if (random.nextDouble() * often(machine) < naps(machine)) {
          sleep(machine, second);
        } else {
          die(machine, second);
        }
      }
    }
  }

  private void start(int machine, int second) {
    machines.become(machine, State.ALIVE, desk.upSeconds());
    agents.start(machine, second);
    live(machine, second);
  }

  private void wake(int machine, int second) {
    histories.add(machine, second, What.WOKE);
    machines.become(machine, State.ALIVE, desk.upSeconds());
    agents.wake(machine, second);
    live(machine, second);
  }

  private void sleep(int machine, int second) {
    histories.add(machine, second, What.SLEPT);
    agents.sleep(machine, second);
    machines.become(machine, State.ASLEEP, desk.upSeconds());
    wheel.put(machine, second + random.nextInt(5 * 60, 14 * HOUR));
  }

  private void die(int machine, int second) {
    boolean reboot = random.nextDouble() * (faults.deaths() + faults.reboots()) < faults.reboots();
    int length = reboot ? random.nextInt(30, 600) : random.nextInt(600, 2 * DAY);
    end(machine, second);
    if (reboot || random.nextDouble() < 0.7) {
      wheel.put(machine, (long) second + length);
    }
  }

  private void end(int machine, int second) {
    deaths++;
    histories.add(machine, second, What.DIED);
    agents.stop(machine);
    wheel.remove(machine);
    machines.become(machine, State.DEAD, desk.upSeconds());
    checks.died(machine);
  }

  /** How long all goes well. */
  private void live(int machine, int second) {
    double often = often(machine);
    if (often > 0) {
      double days = -Math.log(1 - random.nextDouble()) / often;
      wheel.put(machine, second + 1 + (long) (days * DAY));
    }
  }

  private double often(int machine) {
    return faults.deaths() + faults.reboots() + naps(machine);
  }

  private double naps(int machine) {
    return machines.portable(machine) ? NAPS : 0;
  }

  /** The power of a group fails. */
  void blackout(int group, int second) {
    for (int machine = 0; machine < machines.total(); machine++) {
      if (machines.group(machine) == group && machines.alive(machine)) {
        end(machine, second);
      }
    }
  }

  /** It is back, and the machines start. */
  void power(int group, int second) {
    for (int machine = 0; machine < machines.total(); machine++) {
      boolean off = machines.state(machine) == State.DEAD && wheel.due(machine) < 0;
      if (machines.group(machine) == group && off) {
        wheel.put(machine, second + random.nextInt(30, 90));
      }
    }
  }
}
