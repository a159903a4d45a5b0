package fleet.sim;

import java.time.Duration;
import java.util.List;

/**
 * What a simulated fleet goes through. The same scenario gives the same run.
 *
 * @param outages of the coordinator, beside a short restart each day
 * @param jumps of the coordinator's clock
 * @param faults how much goes wrong on machines and between
 */
public record Scenario(
    int machines, int days, long seed, List<Outage> outages, List<Jump> jumps, Faults faults) {
  public static final int MOST_MACHINES = 1_000_000;
  public static final int MOST_DAYS = 60;

  public Scenario {
    outages = List.copyOf(outages);
    jumps = List.copyOf(jumps);
  }

  /** The coordinator is down. */
  public record Outage(Duration from, Duration length) {}

  /** The coordinator's clock is put forward, or back. */
  public record Jump(Duration at, Duration by) {}

  /**
   * How much goes wrong.
   *
   * @param loss the share of messages that do not arrive, and of answers
   * @param deaths how often a machine dies, a day
   * @param reboots how often it is off for some minutes, a day
   * @param portable the share of machines that sleep now and then
   * @param skewed the share of machines whose clock is wrong by hours
   * @param groups of machines that are cut off together, or lose their power
   * @param cuts of groups, a day
   * @param blackouts of groups, a day
   */
  public record Faults(
      double loss,
      double deaths,
      double reboots,
      double portable,
      double skewed,
      int groups,
      int cuts,
      int blackouts) {
    public static final Faults USUAL = new Faults(0.005, 0.02, 0.2, 0.2, 0.1, 50, 6, 1);
  }

  /** An outage of two hours, a clock that is put back an hour and later right again. */
  public static Scenario usual(int machines, int days, long seed) {
    Duration all = Duration.ofDays(days);
    return new Scenario(
        machines,
        days,
        seed,
        List.of(new Outage(all.multipliedBy(2).dividedBy(5), Duration.ofHours(2))),
        List.of(
            new Jump(all.multipliedBy(3).dividedBy(5), Duration.ofHours(-1)),
            new Jump(all.multipliedBy(4).dividedBy(5), Duration.ofHours(1))),
        Faults.USUAL);
  }

  public Scenario with(List<Outage> others) {
    return new Scenario(machines, days, seed, others, jumps, faults);
  }

  public Scenario with(Faults others) {
    return new Scenario(machines, days, seed, outages, jumps, others);
  }

  int seconds() {
    return Math.toIntExact(Duration.ofDays(days).toSeconds());
  }
}
