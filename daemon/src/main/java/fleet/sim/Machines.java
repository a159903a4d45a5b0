package fleet.sim;

import fleet.report.Condition;
import fleet.report.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the machines are, and what has become of them; the truth that a coordinator cannot see. */
final class Machines {
  /** What a machine is. */
  enum State {
    /** It was not installed yet. */
    UNBORN,
    ALIVE,
    ASLEEP,
    DEAD
  }

  private final State[] state;
  private final short[] group;
  private final boolean[] portable;
  private final List<Condition>[] conditions;
  private final int[] since;
  private final int[] cuts;
  private final int[] healed;

  Machines(Scenario scenario, RandomGenerator random) {
    int total = scenario.machines();
    Scenario.Faults faults = scenario.faults();
    state = new State[total];
    Arrays.fill(state, State.UNBORN);
    group = new short[total];
    portable = new boolean[total];
    since = new int[total];
    List<List<Condition>> all = new ArrayList<>(total);
    for (int machine = 0; machine < total; machine++) {
      group[machine] = (short) random.nextInt(faults.groups());
      portable[machine] = random.nextDouble() < faults.portable();
      all.add(random.nextDouble() < faults.skewed() ? List.of(skewed(random)) : List.of());
    }
    conditions = all.<List<Condition>>toArray(Machines::lists);
    cuts = new int[faults.groups()];
    healed = new int[faults.groups()];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<Condition>[] lists(int length) {
    return new List[length];
  }

  /** A trouble that began, as a clock says that is hours off. */
  private static Condition skewed(RandomGenerator random) {
    Duration by = Duration.ofSeconds(random.nextInt(-6 * 3600, 6 * 3600));
    return new Condition("clock", Severity.WARNING, "the clock is off", Desk.BEGIN.plus(by));
  }

  int total() {
    return state.length;
  }

  boolean[] portable() {
    return portable;
  }

  boolean portable(int machine) {
    return portable[machine];
  }

  List<Condition>[] conditions() {
    return conditions;
  }

  int group(int machine) {
    return group[machine];
  }

  State state(int machine) {
    return state[machine];
  }

  boolean alive(int machine) {
    return state[machine] == State.ALIVE;
  }

  boolean cut(int machine) {
    return cuts[group[machine]] > 0;
  }

  /** What it is from now on, at so many seconds of a listening coordinator. */
  void become(int machine, State next, int upSeconds) {
    state[machine] = next;
    since[machine] = upSeconds;
  }

  void cutGroup(int which) {
    cuts[which]++;
  }

  void healGroup(int which, int upSeconds) {
    cuts[which]--;
    healed[which] = upSeconds;
  }

  /** How long the coordinator was up since the machine became what it is. */
  int forSeconds(int machine, int upSeconds) {
    return upSeconds - since[machine];
  }

  /** How long it could have reached a coordinator that was up; 0 if it cannot. */
  int withinReach(int machine, int upSeconds) {
    return alive(machine) && !cut(machine)
        ? upSeconds - Math.max(since[machine], healed[group[machine]])
        : 0;
  }
}
